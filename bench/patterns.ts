/**
 * Does the pattern miner group lines as well as Drain, and how fast? `node bench/patterns.ts [--lines N] [--seed N] [--samples DIR]`
 * prints one JSON line: Loghub-2.0's four accuracies for both on fourteen made shapes, or on real samples in DIR (one folder for each
 * system with a `*.log_structured*.csv`), and lines a second on one core, by CPU time.
 */
import { parseArgs } from 'node:util'
import { createPatternMiner } from '../src/query/insights/pattern/index.ts'
import { type Accuracy, accuracyOf } from './patterns/accuracy.ts'
import { createDrain } from './patterns/drain.ts'
import { madeSamples, readSamples } from './patterns/lines.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    samples: { type: 'string' },
  },
})
const samples =
  values.samples === undefined ? madeSamples(Number(values.lines), Number(values.seed)) : readSamples(values.samples)

const shown = (accuracy: Accuracy) =>
  Object.fromEntries(Object.entries(accuracy).map(([name, value]) => [name, Number(value.toFixed(3))]))
const meanOf = (all: readonly Accuracy[]): Accuracy => {
  const mean = (name: keyof Accuracy) => all.reduce((sum, one) => sum + one[name], 0) / all.length
  return { ga: mean('ga'), fga: mean('fga'), pa: mean('pa'), fta: mean('fta') }
}

/** Lines a second by CPU time, after a warm-up. */
function speedOf(lines: readonly string[], add: (line: string) => void): number {
  for (const line of lines) add(line)
  const start = process.cpuUsage()
  let rounds = 0
  let used = 0
  while (used < 2_000_000) {
    for (const line of lines) add(line)
    rounds++
    const { user, system } = process.cpuUsage(start)
    used = user + system
  }
  return Math.round((rounds * lines.length * 1e6) / used)
}

const ours: Accuracy[] = []
const drains: Accuracy[] = []
const systems: Record<string, unknown> = {}
for (const { name, lines, truth } of samples) {
  const miner = createPatternMiner()
  for (const line of lines) miner.add(line)
  const patterns = new Map(miner.result().map(row => [row.id, row.pattern]))
  const find = miner.finder()
  const groups = lines.map(line => find(line) ?? '')
  const own = accuracyOf(
    truth,
    groups,
    groups.map(group => patterns.get(group) ?? ''),
  )
  const drain = createDrain()
  const drainGroups = lines.map(line => drain.add(line))
  const other = accuracyOf(
    truth,
    drainGroups,
    drainGroups.map(group => drain.template(group)),
  )
  ours.push(own)
  drains.push(other)
  systems[name] = { templates: new Set(truth).size, patterns: patterns.size, ours: shown(own), drain: shown(other) }
  console.error(`${name}: ${lines.length} lines`)
}

/** Interleaved, as a service sees them. */
const mixed = samples.flatMap(({ lines }, at) => lines.map((line, row) => ({ line, order: row * samples.length + at })))
const all = mixed.sort((a, b) => a.order - b.order).map(({ line }) => line)
const miner = createPatternMiner()
const linesPerSecond = speedOf(all, line => miner.add(line))
const drain = createDrain()
const drainLinesPerSecond = speedOf(all, line => drain.add(line))
console.log(
  JSON.stringify({
    bench: 'patterns',
    source: values.samples === undefined ? 'made' : 'samples',
    lines: all.length,
    charactersPerLine: Math.round(all.reduce((sum, line) => sum + line.length, 0) / all.length),
    ours: shown(meanOf(ours)),
    drain: shown(meanOf(drains)),
    linesPerSecond,
    drainLinesPerSecond,
    systems,
  }),
)
