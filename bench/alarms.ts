/**
 * How many alarms can be judged on one core? `node bench/alarms.ts [--alarms N] [--series N] [--minutes N] [--seed N]` judges N alarms
 * minute by minute, many on each series, with reasons and actions where something changes, and prints one JSON line: evaluations a second
 * by CPU time, then what a rehearsal, a suggestion and the training of a band over two weeks take.
 */
import {
  type AlarmMemory,
  advance,
  type Datapoint,
  evaluateMetric,
  type MetricAlarm,
  newMemory,
  type Points,
  reasonDataOf,
  reasonOf,
  rehearse,
  remembered,
  seriesPoints,
  stateOf,
  statisticOf,
  suggest,
  train,
} from '../src/judge/alarms/index.ts'
import { days, instant, minutes, plus } from '../src/model/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ alarms: 100_000, series: 5_000, minutes: 10, seed: 1 })
const start = instant(Date.UTC(2026, 0, 5))
const next = randomFrom(options.seed)

/** Noise with a spike now and then, one sample a minute. */
const samples = (length: number) =>
  Array.from({ length }, (_, minute) => {
    const value = next() < 0.003 ? 90 + 10 * next() : 50 + 10 * next()
    return { at: plus(start, minutes(minute)), count: 1, sum: value, min: value, max: value }
  })
const average = statisticOf('Average')
if (average === undefined) throw new Error('Average is a statistic')

const warm = 60
const series = Array.from({ length: options.series }, () => samples(warm + options.minutes))
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
const alarms = Array.from({ length: options.alarms }, (_, n) => ({
  of: n % options.series,
  alarm: alarmOf(n),
  memory: newMemory(start),
}))
say(`${options.alarms} alarms on ${options.series} series, ${options.minutes} minutes`)

let transitions = 0
let deeds = 0
const judged = cpu(() => {
  for (let minute = 0; minute < options.minutes; minute++) {
    const at = plus(start, minutes(warm + minute))
    // As a shell would: each series read once a minute, and shared.
    const shared = series.map((steps): Points => remembered(seriesPoints(steps, average)))
    for (const one of alarms) {
      const points = shared[one.of] as Points
      const state = stateOf(one.alarm, points, one.memory.state, at)
      one.memory = state === one.memory.state ? repeated(one, at) : changed(one, points, at)
    }
  }
})

function repeated({ alarm, memory }: (typeof alarms)[number], at: typeof start): AlarmMemory {
  const step = advance(alarm, memory, { state: memory.state, reason: '', reasonData: '' }, { at })
  return step.memory
}

function changed({ alarm, memory }: (typeof alarms)[number], points: Points, at: typeof start): AlarmMemory {
  const found = evaluateMetric(alarm, points, memory.state, at)
  const finding = { state: found.state, reason: reasonOf(alarm, found), reasonData: reasonDataOf(alarm, found) }
  const step = advance(alarm, memory, finding, { at })
  transitions++
  deeds += step.deeds.length
  return step.memory
}

const weeks = samples(14 * 1_440)
const points = remembered(seriesPoints(weeks, average))
const question = { alarm: alarmOf(1), points, from: start, to: plus(start, days(14)) }
const rehearsed = cpu(() => rehearse({ ...question, initialState: 'OK' }))
const suggested = cpu(() => suggest({ ...question, pagesPerWeek: 2 }))
const learnt: Datapoint[] = weeks.map(({ at, sum }) => ({ at, value: sum }))
const trained = cpu(() => train(learnt, { zone: 'Asia/Seoul' }))

const evaluations = options.alarms * options.minutes
printLine({
  bench: 'alarms',
  alarms: options.alarms,
  series: options.series,
  minutes: options.minutes,
  transitions,
  deeds,
  alarmsPerSecond: Math.round(evaluations / judged),
  alarmsPerMinute: Math.round((60 * evaluations) / judged),
  rehearsalOfTwoWeeksMillis: Math.round(1_000 * rehearsed),
  suggestionOfTwoWeeksMillis: Math.round(1_000 * suggested),
  bandTrainingOfTwoWeeksMillis: Math.round(1_000 * trained),
})

function alarmOf(n: number): MetricAlarm {
  const periods = pick([1, 1, 2, 3, 5])
  return {
    kind: 'metric',
    name: `alarm-${n}`,
    arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:alarm-${n}`,
    operator: pick(['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold', 'LessThanThreshold']),
    threshold: pick([45, 70, 80, 95]),
    period: pick([minutes(1), minutes(1), minutes(5)]),
    periods,
    toAlarm: Math.ceil(periods / 2),
    treatMissing: pick(['missing', 'notBreaching', 'breaching', 'ignore']),
    statistic: 'Average',
    lowSamples: 'evaluate',
    window: { kind: 'sliding' },
    actionsEnabled: true,
    actions: { OK: [], INSUFFICIENT_DATA: [], ALARM: ['arn:aws:sns:us-east-1:000000000000:ops'] },
  }
}

/** Seconds of user and system time. */
function cpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
