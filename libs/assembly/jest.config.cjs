module.exports = { ...require('../../jest.preset.cjs'), displayName: 'assembly', rootDir: __dirname };
