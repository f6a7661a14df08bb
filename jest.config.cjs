module.exports = {
  reporters: ['default', '<rootDir>/tools/trace/reporter.cjs'],
  projects: [
    '<rootDir>/libs/*/jest.config.cjs',
    '<rootDir>/apps/*/jest.config.cjs',
    '<rootDir>/tools/jest.config.cjs',
  ],
};
