module.exports = { ...require('../../jest.preset.cjs'), displayName: 'roll-up', rootDir: __dirname };
