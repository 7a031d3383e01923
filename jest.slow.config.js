/** The tests that use the compiled package, or take minutes; `npm run test:slow` builds first. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/*.slow.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 10 * 60 * 1000,
};
