module.exports = { ...require('../../jest.preset.cjs'), displayName: 'hearth', rootDir: __dirname };
