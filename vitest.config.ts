import { defineConfig } from 'vitest/config';

/** Integration tests compile, start processes and measure: one file at a time, or they would disturb each other. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{bin,grader,lessons,native}/**/*.test.ts'], testTimeout: 10_000 } },
      {
        test: {
          name: 'integration',
          include: ['{bin,grader,lessons,native}/**/*.itest.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
