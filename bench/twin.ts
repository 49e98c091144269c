/**
 * How much faster than the world does a twin run? `node bench/twin.ts [--nodes N] [--pods N] [--hours N] [--seed N]` lets a cluster of so many nodes
 * and pods, with its faults, live for so many hours, and prints one JSON line: times real time by CPU time, deeds a second, and what one
 * reading of all kubelets takes.
 */
import { hours, instant, minutes, plus } from '../src/model/index.ts'
import { answerOf } from '../src/twin/answers/index.ts'
import { createTwin, largeScenario } from '../src/twin/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ nodes: 100, pods: 1_000, hours: 24, seed: 1 })
const start = instant(Date.UTC(2026, 0, 5))
const twin = createTwin({ seed: options.seed, start, scenario: largeScenario(options.nodes, options.pods) })
say(`${options.nodes} nodes, ${options.pods} pods, ${options.hours} hours`)
// The first ten minutes, in which everything starts, are not what it costs to live.
const settled = plus(start, minutes(10))
twin.advanceTo(settled)
const running = [...twin.world.objects.all('Pod')].filter(({ status }) => status?.phase === 'Running').length

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
const [before, deedsBefore] = [cpu(), twin.deeds]
twin.advanceTo(plus(settled, hours(options.hours)))
const lived = cpu() - before

const asked = cpu()
let bytes = 0
for (const node of twin.world.nodes.values()) bytes += answerOf(twin.world, node, '/stats/summary')?.length ?? 0
const answered = cpu() - asked

printLine({
  bench: 'twin',
  ...options,
  running,
  timesRealTime: Math.round((options.hours * 3_600) / lived),
  cpuSeconds: Number(lived.toFixed(2)),
  deeds: twin.deeds - deedsBefore,
  deedsPerSecond: Math.round((twin.deeds - deedsBefore) / lived),
  faults: twin.faults.length,
  summariesMillis: Math.round(1_000 * answered),
  summariesBytes: bytes,
})
