module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'decision-evidence',
  rootDir: __dirname,
};
