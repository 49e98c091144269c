/**
 * Feeds seeded noise to everything that reads foreign text, until it breaks or the cases are used up.
 * `node bench/fuzz.ts --cases 10000000 [--target NAME] [--seed N]` prints one JSON line; exit 1 when a case went wrong.
 * `--seconds N` ends a target before its cases are used up. A new target is one more line in `bench/fuzz/index.ts`.
 */
import { parseArgs } from 'node:util'
import { fuzzTargets as targets } from './fuzz/index.ts'

/** Cases between two looks at the clock. */
const batch = 10_000

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '100000' },
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})
const cases = Number(values.cases)
const seed = Number(values.seed)
const seconds = Number(values.seconds)
const chosen = targets.filter(target => values.target === undefined || target.name === values.target)
if (chosen.length === 0 || !Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed) || !(seconds > 0)) {
  console.error(
    `Usage: fuzz.ts --cases N [--seconds N] [--seed N] [--target ${targets.map(target => target.name).join('|')}]`,
  )
  process.exit(2)
}

const results = []
for (const { name, run } of chosen) {
  const start = performance.now()
  const passed = () => (performance.now() - start) / 1_000
  let done = 0
  let failure: string | null = null
  while (done < cases && failure === null && passed() < seconds) {
    const n = Math.min(batch, cases - done)
    try {
      await run(seed + done, n)
      done += n
    } catch (error) {
      failure = `seed ${seed + done}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  const elapsed = passed()
  results.push({
    name,
    cases: done,
    seconds: Number(elapsed.toFixed(1)),
    perSecond: Math.round(done / elapsed),
    failure,
  })
}
console.log(
  JSON.stringify({
    bench: 'fuzz',
    seed,
    targets: results,
    failed: results.filter(result => result.failure !== null).length,
  }),
)
process.exitCode = results.some(result => result.failure !== null) ? 1 : 0
