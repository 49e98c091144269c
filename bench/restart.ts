/**
 * How long from starting the process to the ready line, and to the first answered search, on a store of 20 M lines: after SIGTERM and
 * after kill -9 under load? Medians. `node bench/restart.ts [--lines 20000000] [--rounds 5] [--seed 1] [--data DIR]`
 */
import { startServer } from '../e2e/server.ts'
import { fill, fullBatch, group, histogram, openKey, place, pump } from './load/index.ts'
import { commit, median, round } from './measure/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { mixBatches } from './wire/index.ts'

const options = readNumbers({ lines: 20_000_000, rounds: 5, seed: 1 })
const { dataDir, done } = await place(options.data)
say('filling')
const filled = await fill(dataDir, options.lines, options.seed)

interface Start {
  readonly ready: number
  readonly answered: number
}
const starts: Record<'stopped' | 'killed', Start[]> = { stopped: [], killed: [] }
for (const how of ['stopped', 'killed'] as const) {
  for (let at = 0; at < options.rounds; at++) {
    const server = await startServer({ dataDir })
    const asked = performance.now()
    await histogram(server.url, { groups: [group], from: filled.to - 60_000, to: filled.to })
    starts[how].push({ ready: server.startedIn, answered: server.startedIn + performance.now() - asked })
    if (how === 'killed') {
      const batches = mixBatches({ ...filled, seed: 1000 + at, lines: 200_000, group, ...fullBatch })
      const load = pump(batches, { url: server.url, key: openKey, connections: 4 }).catch(() => undefined)
      await new Promise(resolve => setTimeout(resolve, 400))
      await server.kill()
      await load
    } else await server.stop()
  }
  // The first start of each series stood after another way of ending.
  starts[how].shift()
}
printLine({
  bench: 'restart',
  commit: commit(),
  lines: filled.lines,
  readyMsAfterStop: round(median(starts.stopped.map(one => one.ready)), 0),
  answeredMsAfterStop: round(median(starts.stopped.map(one => one.answered)), 0),
  readyMsAfterKill: round(median(starts.killed.map(one => one.ready)), 0),
  answeredMsAfterKill: round(median(starts.killed.map(one => one.answered)), 0),
  readyMsWorst: round(Math.max(...[...starts.stopped, ...starts.killed].map(one => one.ready)), 0),
})
await done()
