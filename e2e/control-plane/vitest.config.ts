/** The cluster's end-to-end tests: all on one real Kubernetes, started before the first and stopped after the last. Apart from the others because it has to be built. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Faults take five minutes and break the cluster that the others stand on: by themselves, `npm run e2e:cluster:faults`.
    include: [process.env.MANGRU_E2E_FAULTS ? 'e2e/control-plane/**/*.long.ts' : 'e2e/control-plane/**/*.e2e.ts'],
    globalSetup: ['e2e/control-plane/the-cluster.ts'],
    testTimeout: 240_000,
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
