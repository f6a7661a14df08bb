module.exports = { ...require('../../jest.preset.cjs'), displayName: 'subgraph', rootDir: __dirname };
