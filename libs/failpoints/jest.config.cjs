module.exports = { ...require('../../jest.preset.cjs'), displayName: 'failpoints', rootDir: __dirname };
