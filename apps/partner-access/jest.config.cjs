module.exports = { ...require('../../jest.preset.cjs'), displayName: 'partner-access', rootDir: __dirname };
