module.exports = { ...require('../../jest.preset.cjs'), displayName: 'customer-records', rootDir: __dirname };
