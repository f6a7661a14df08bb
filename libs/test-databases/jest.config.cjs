module.exports = { ...require('../../jest.preset.cjs'), displayName: 'test-databases', rootDir: __dirname };
