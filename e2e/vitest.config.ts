/** The end-to-end suite: real clients against a real server, one file after the other. Apart from `npm test` because it installs clients. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // A real Kubernetes has to be built first: `npm run e2e:cluster`.
    exclude: ['e2e/control-plane/**'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // A machine with two cores may be slow; what never comes fails all the same.
    expect: { poll: { timeout: 20_000 } },
    // Real clients and a real cluster on a shared machine: once more, and the report says so.
    retry: process.env.CI === undefined ? 0 : 1,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
  },
})
