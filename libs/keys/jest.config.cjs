module.exports = { ...require('../../jest.preset.cjs'), displayName: 'keys', rootDir: __dirname };
