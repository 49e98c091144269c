/**
 * How many alarms does one core evaluate a minute from stored data, with its queries of the embedded engine, its settings and all? A clock is stepped
 * minute by minute; each minute every series gets a value, all alarms are due, and what changed is kept. CPU of this process and of the engine
 * counts, that of writing the values does not.
 * `node bench/live-alarms.ts [--alarms 20000] [--series 5000] [--minutes 5] [--seed 1] [--data DIR]`
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { alarmDesk, LiveAlarms, soleOwner } from '../src/judge/alarm-desk/index.ts'
import { type Clock, instant, mib, type Result } from '../src/model/index.ts'
import { migrate, openChdb } from '../src/store/engine/index.ts'
import { metricStore, watchedMetricStore } from '../src/store/metrics/index.ts'
import { storeMigrations } from '../src/store/schema/index.ts'
import { openSqlite } from '../src/store/settings/index.ts'
import { place } from './load/index.ts'
import { commit, cpuSeconds, familyOf, round } from './measure/index.ts'
import { gauge } from './metrics/index.ts'
import { seeded } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ alarms: 20_000, series: 5_000, minutes: 5, seed: 1 })
const { dataDir, done } = await place(options.data)
const minute = 60_000
const begin = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

let now = begin
const clock: Clock = { now: () => instant(now), sleep: async () => undefined }
const real: Clock = { now: () => instant(Date.now()), sleep: async length => void (await sleep(length)) }
const engine = must(await openChdb({ dir: join(dataDir, 'engine'), memory: mib(800), clock: real }))
must(await migrate(engine, storeMigrations))
const settings = must(await openSqlite(join(dataDir, 'settings.sqlite')))
const metrics = watchedMetricStore(metricStore(engine))
const ports = {
  ...{ settings: settings.alarms, metrics, clock, alone: true, account: '000000000000', region: 'us-east-1' },
  log: say,
}
const live = new LiveAlarms({ ...ports, owner: soleOwner, keepSteps: 400_000 })
const desk = alarmDesk({ ...ports, live })
metrics.watch(live.room)

const random = seeded(options.seed)
const walks = Array.from({ length: options.series }, (_, at) => ({
  series: metrics.series({
    ...{ namespace: 'Bench', metric: `m${at % 20}`, labels: { pod: `pod-${Math.floor(at / 20)}` } },
    ...{ unit: 'Percent', resolution: 60, source: '' },
  }),
  next: gauge(random, random.below(100)),
}))
let blocks = 0
async function write(at: number): Promise<void> {
  const block = metrics.block()
  for (const { series, next } of walks) block.add(series, at, { kind: 'value', value: next(), weight: 1 })
  must(await metrics.append(block, `bench ${++blocks}`))
}

say(`putting ${options.alarms} alarms`)
for (let at = -15; at < 0; at++) await write(begin + at * minute)
await live.look()
const statistics = ['Average', 'Maximum', 'Sum', 'Minimum']
for (let n = 0; n < options.alarms; n++) {
  const at = n % options.series
  must(
    await desk.put(
      {
        ...{ AlarmName: `alarm-${n}`, Namespace: 'Bench', MetricName: `m${at % 20}` },
        Dimensions: [{ Name: 'pod', Value: `pod-${Math.floor(at / 20)}` }],
        ...{ Statistic: statistics[random.below(4)], Period: random.below(3) === 0 ? 300 : 60 },
        ...{ EvaluationPeriods: 1 + random.below(3), Threshold: 60 + random.below(60) },
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
      },
      {},
    ),
  )
}
say('the first evaluations')
now = begin + 2_500
await live.look()

let [evaluations, read, cpu, wall] = [0, 0, 0, 0]
for (let at = 1; at <= options.minutes; at++) {
  await write(begin + at * minute - 30_000)
  now = begin + at * minute + 2_500
  const [before, began] = [cpuSeconds(familyOf(process.pid)), performance.now()]
  const look = await live.look()
  cpu += cpuSeconds(familyOf(process.pid)) - before
  wall += (performance.now() - began) / 1_000
  evaluations += look.evaluations
  read += look.read
  say(`minute ${at}: ${look.evaluations} evaluations, ${look.read} lines read`)
}
const deeds = must(await settings.alarms.deeds(1_000_000)).length
printLine({
  bench: 'live-alarms',
  commit: commit(),
  alarms: options.alarms,
  series: options.series,
  minutes: options.minutes,
  evaluations,
  linesRead: read,
  deeds,
  cpuSecondsPerMinute: round(cpu / options.minutes),
  secondsPerLook: round(wall / options.minutes),
  alarmsPerCoreMinute: Math.round((60 * evaluations) / cpu),
})
await settings.close()
await engine.close()
await done()
