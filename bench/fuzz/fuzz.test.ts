import { expect, test } from 'vitest'
import { fuzzTargets } from './index.ts'

/** The dear ones: settings in SQLite, YAML, zipping. `bench/fuzz.ts` runs them for longer. */
const fewer: Readonly<Record<string, number>> = { 'cloudwatch-calls': 20_000, 'settings-and-options': 20_000 }

// The filter patterns have their own test. The seed stands, so that a red test is of the change at hand; `bench/fuzz.ts --seed N` looks for new trouble.
test.each(fuzzTargets.filter(target => !target.name.startsWith('filter-pattern')))(
  '$name',
  async ({ name, run }) => {
    await run(1, fewer[name] ?? 100_000)
  },
  120_000,
)

test('every target has a name of its own', () => {
  expect(new Set(fuzzTargets.map(target => target.name)).size).toBe(fuzzTargets.length)
})
