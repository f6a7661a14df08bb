module.exports = { ...require('../../jest.preset.cjs'), displayName: 'policy-trace', rootDir: __dirname };
