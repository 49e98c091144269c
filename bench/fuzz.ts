/**
 * Feeds seeded noise to everything that reads foreign text, until it breaks or the cases are used up.
 * `node bench/fuzz.ts --cases 10000000 [--target NAME] [--seed N]` prints one JSON line; exit 1 when a case went wrong.
 * A new target is one more entry in the list: `{ name, run(seed, n) }`, which throws with the offending input.
 */
import { parseArgs } from 'node:util'
import { type FuzzTarget, filterPatternFuzz } from '../src/query/filter-pattern/fuzz.ts'

const targets: readonly FuzzTarget[] = [...filterPatternFuzz]

/** Cases between two looks at the clock. */
const batch = 50_000

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})
const cases = Number(values.cases)
const seed = Number(values.seed)
const chosen = targets.filter(target => values.target === undefined || target.name === values.target)
if (chosen.length === 0 || !Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  console.error(`Usage: fuzz.ts --cases N [--seed N] [--target ${targets.map(target => target.name).join('|')}]`)
  process.exit(2)
}

const results = chosen.map(({ name, run }) => {
  const start = performance.now()
  let done = 0
  let failure: string | null = null
  while (done < cases && failure === null) {
    const n = Math.min(batch, cases - done)
    try {
      run(seed + done, n)
      done += n
    } catch (error) {
      failure = `seed ${seed + done}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  const elapsed = (performance.now() - start) / 1_000
  return { name, cases: done, seconds: Number(elapsed.toFixed(1)), perSecond: Math.round(done / elapsed), failure }
})
console.log(
  JSON.stringify({
    bench: 'fuzz',
    seed,
    targets: results,
    failed: results.filter(result => result.failure !== null).length,
  }),
)
process.exitCode = results.some(result => result.failure !== null) ? 1 : 0
