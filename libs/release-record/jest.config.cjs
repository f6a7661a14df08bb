module.exports = { ...require('../../jest.preset.cjs'), displayName: 'release-record', rootDir: __dirname };
