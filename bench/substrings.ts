/**
 * How long does it take to find a piece of an id, by its length, in 20 M lines, warm? For each length pieces of as many random ids of the oldest
 * lines, while the newest are asked for first, each once. Milliseconds: the median, what nine of ten take at most, and the longest. `node bench/substrings.ts [--lines 20000000] [--ids 20] [--seed 1] [--data DIR]`
 */
import { startServer } from '../e2e/server.ts'
import { fill, group, place, search } from './load/index.ts'
import { commit, percentile, round } from './measure/index.ts'
import { oldestIds } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const lengths = [6, 7, 8, 10, 12, 17, 20, 29]
const options = readNumbers({ lines: 20_000_000, ids: 20, seed: 1 })
const { dataDir, done } = await place(options.data)
say('filling')
const filled = await fill(dataDir, options.lines, options.seed)
const ids = oldestIds(filled, options.ids)
const server = await startServer({ dataDir })
const ask = (pattern: string) =>
  search(server.url, { groups: [group], from: filled.from, to: filled.to, order: 'newest', limit: 100, pattern })

const took = new Map<number, number[]>(lengths.map(length => [length, []]))
await ask('"nobody wrote this piece"')
for (const [at, id] of ids.entries()) {
  say(`id ${at + 1} of ${ids.length}`)
  // Length by length in turns, so that a machine that slows down slows them all.
  for (const [length, times] of took) {
    const from = (at * 7) % (id.length - length + 1)
    const began = performance.now()
    const { events } = await ask(`"${id.slice(from, from + length)}"`)
    times.push(performance.now() - began)
    if (events === 0) throw new Error(`${length} digits of ${id} were not found`)
  }
}
const line: Record<string, unknown> = { bench: 'substrings', commit: commit(), lines: filled.lines, ids: ids.length }
for (const [length, times] of took) {
  const [half, most, worst] = [0.5, 0.9, 1].map(share => round(percentile(times, share)))
  line[`digits${length}`] = { ms: half, p90: most, worst }
}
printLine(line)
await server.stop()
await done()
