module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'intrusion-detection',
  rootDir: __dirname,
};
