module.exports = { ...require('../../jest.preset.cjs'), displayName: 'report-import', rootDir: __dirname };
