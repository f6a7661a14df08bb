module.exports = { ...require('../../jest.preset.cjs'), displayName: 'call-home', rootDir: __dirname };
