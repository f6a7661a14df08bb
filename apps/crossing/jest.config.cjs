module.exports = { ...require('../../jest.preset.cjs'), displayName: 'crossing', rootDir: __dirname };
