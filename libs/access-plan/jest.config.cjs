module.exports = { ...require('../../jest.preset.cjs'), displayName: 'access-plan', rootDir: __dirname };
