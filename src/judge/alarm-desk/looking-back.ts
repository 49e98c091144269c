/** Questions about the past of alarms: their metrics are read once more, as evaluations read them, and gone through by the same deciders. */
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, instant, millis, minus, ok, type Result } from '../../model/index.ts'
import { nameOf } from '../../query/metric-data/index.ts'
import type { HeldSeries } from '../../query/metric-math/data/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'
import {
  type Evaluation,
  evaluateMetric,
  firstEvaluation,
  pointsAt,
  type Rehearsal,
  type RehearsalError,
  type RehearsalRequest,
  readRehearsal,
  type Suggestion,
  type Watched,
  windowAt,
} from '../alarms/index.ts'
import { inItsTurn, workedApart } from './apart.ts'
import { type AlarmPlace, arnIn, eachOnce, type MetricDefinition, metricDefinition } from './definition.ts'
import type { AlarmEntry } from './entry.ts'
import type { Line } from './line.ts'
import type { AlarmSeries } from './port.ts'
import { periodsOf, type RehearsalWork, workOut } from './rehearsal-work.ts'
import { SeriesRoom } from './series-room.ts'
import type { Trainings } from './training.ts'
import { linesOf, watchedBy, wholesOf } from './watching.ts'

export interface PastPorts extends AlarmPlace {
  readonly metrics: MetricStore
  readonly clock: Clock
  readonly live: {
    /** Of the detectors that are known. */
    readonly roll: { readonly training: Trainings }
  }
}

type Trouble = RehearsalError | EngineError

/** The body of a rehearsal. */
export async function rehearseFrom(
  ports: PastPorts,
  json: unknown,
  signal?: AbortSignal,
): Promise<Result<Rehearsal, Trouble>> {
  const request = readRehearsal(json, arnIn(ports))
  if (!request.ok) return request
  return (await workedOut(ports, { request: request.value }, signal)) as Result<Rehearsal, Trouble>
}

/** The body of a rehearsal, and `pagesPerWeek`. */
export async function suggestFrom(
  ports: PastPorts,
  json: unknown,
  signal?: AbortSignal,
): Promise<Result<readonly Suggestion[], Trouble>> {
  const { pagesPerWeek, ...rest } = (json ?? {}) as Readonly<Record<string, unknown>>
  if (typeof pagesPerWeek !== 'number' || !(pagesPerWeek >= 0) || pagesPerWeek > limits.suggestedPages)
    return refused('pagesPerWeek', `pagesPerWeek must be a number from 0 to ${limits.suggestedPages}`)
  const request = readRehearsal(rest, arnIn(ports))
  if (!request.ok) return request
  const asked = { request: request.value, pagesPerWeek }
  return (await workedOut(ports, asked, signal)) as Result<readonly Suggestion[], Trouble>
}

/** Short ones at once, long ones beside the service. */
async function workedOut(
  ports: PastPorts,
  asked: Pick<RehearsalWork, 'request' | 'pagesPerWeek'>,
  signal: AbortSignal | undefined,
): Promise<Result<Rehearsal | readonly Suggestion[], Trouble>> {
  const { account, region, live } = ports
  const isLong = periodsOf(asked.request, asked.pagesPerWeek !== undefined) > limits.rehearsedHere
  const work = async () => {
    const held = await heldFor(ports, asked.request)
    if (!held.ok) return held
    const whole = { ...asked, account, region, training: live.roll.training, series: held.value }
    return isLong ? workedApart(whole, signal) : workOut(whole)
  }
  return isLong ? inItsTurn(work) : work()
}

const refused = (at: string, message: string) => err<RehearsalError>({ code: 'ValidationError', message, at })

async function heldFor(
  ports: PastPorts,
  { alarm, children, from, to }: RehearsalRequest,
): Promise<Result<readonly HeldSeries[], Trouble>> {
  const definitions: MetricDefinition[] = []
  for (const [at, read] of [alarm, ...children].entries()) {
    if (!('source' in read)) continue
    const definition = metricDefinition(read, ports)
    if (!definition.ok) return err({ ...definition.error, at: at === 0 ? 'alarm' : `children.${at - 1}` })
    definitions.push(definition.value)
  }
  const begin = Math.min(...definitions.map(definition => beginOf(definition, from)), from)
  // One metric is read once, in the smallest steps that anybody wants.
  const step = millis(definitions.reduce((least, one) => Math.min(least, one.step), 3_600_000))
  const together = definitions.map((one): MetricDefinition => ({ ...one, step, needs: eachOnce(one.needs) }))
  const needs = eachOnce(together.flatMap(one => one.needs))
  const steps = (needs.length * (to - begin)) / step
  if (steps > limits.rehearsedSteps)
    return refused(
      'to',
      `The rehearsal would read ${Math.ceil(steps)} steps, and ${limits.rehearsedSteps} are the most. Choose a shorter range.`,
    )
  const lines = await linesRead(ports, together, needs, instant(begin), to)
  return lines.ok ? ok(lines.value.flatMap(line => line.held())) : lines
}

const beginOf = ({ back, math }: MetricDefinition, from: Instant): Instant =>
  minus(from, millis(back + ((math?.plan.bands.length ?? 0) > 0 ? limits.bandLearntFrom : 0)))

async function linesRead(
  ports: PastPorts,
  definitions: readonly MetricDefinition[],
  needs: MetricDefinition['needs'],
  from: Instant,
  to: Instant,
): Promise<Result<readonly Line[], EngineError>> {
  const now = ports.clock.now()
  const room = new SeriesRoom({
    ...{ store: ports.metrics, alone: false, keepSteps: Number.POSITIVE_INFINITY },
    past: { since: from, until: to },
  })
  const listed = await room.loadWholes(definitions.flatMap(wholesOf), now)
  if (!listed.ok) return listed
  const lines = new Map(
    needs.map(({ metric, distribution }) => {
      const { step, back } = definitions[0] ?? { step: millis(60_000), back: millis(0) }
      return [nameOf(metric), room.line(metric, { step, distribution, back }, now)]
    }),
  )
  for (const definition of definitions)
    for (const line of linesOf({ ...definition, needs: [] }, room, ports, now))
      if (!lines.has(nameOf(line.metric))) lines.set(nameOf(line.metric), line)
  const trouble = await room.load(new Map([...lines.values()].map(line => [line, from])), now)
  return trouble === undefined ? ok([...lines.values()]) : err(trouble)
}

async function watchedFrom(
  ports: PastPorts,
  entry: AlarmEntry,
  definition: MetricDefinition,
  from: Instant,
  to: Instant,
): Promise<Result<{ readonly watched: Watched; readonly lines: readonly Line[] }, EngineError>> {
  const begin = beginOf(definition, from)
  const lines = await linesRead(ports, [definition], definition.needs, begin, to)
  if (!lines.ok) return lines
  const watched = watchedBy(entry, definition, lines.value, ports, from, new WeakMap(), ports.live.roll.training)
  if (!watched.ok) throw new Error(`an alarm that was put cannot be watched: ${watched.error.message}`)
  return ok({ watched: watched.value, lines: lines.value })
}

/** The last evaluation, made once more; of several series, that of the first in ALARM, else the first. */
export async function evaluatedAgain(
  ports: PastPorts,
  entry: AlarmEntry,
  definition: MetricDefinition,
): Promise<Result<Evaluation | undefined, EngineError>> {
  const { last: evaluated, kept } = entry
  if (evaluated === undefined) return ok(undefined)
  // What was certain before its minute was over was seen as the end of that minute will see it.
  const last = firstEvaluation(definition.read.alarm, evaluated)
  const found = await watchedFrom(ports, entry, definition, last, last)
  if (!found.ok) return found
  const { watched } = found.value
  const { alarm } = definition.read
  const { state } = kept.memory
  if (watched.kind === 'one') return ok(evaluateMetric(alarm, pointsAt(watched.points)(last), state, last))
  const all = watched.series(last).map(({ points }) => evaluateMetric(alarm, points, state, last))
  return ok(all.find(one => one.state === 'ALARM') ?? all[0])
}

export type WatchedSeries = Omit<AlarmSeries, 'states'>

/** What an alarm watched between two times. `too-long`: more than `limits.alarmSeriesPeriods` periods. */
export async function watchedSeries(
  ports: PastPorts,
  entry: AlarmEntry,
  definition: MetricDefinition,
  from: Instant,
  to: Instant,
): Promise<Result<WatchedSeries, EngineError | { readonly code: 'too-long' }>> {
  const { alarm, source } = definition.read
  if ((to - from) / alarm.period > limits.alarmSeriesPeriods) return err({ code: 'too-long' })
  const found = await watchedFrom(ports, entry, definition, from, to)
  if (!found.ok) return found
  const { watched, lines } = found.value
  const series = new Map<string, Drawn>()
  for (const at of evaluationsBetween(definition, from, to)) {
    const windows = windowAt(alarm, at)
    const seen =
      watched.kind === 'one'
        ? [{ label: source.kind === 'metric' ? source.metric : source.judged, points: pointsAt(watched.points)(at) }]
        : watched.series(at).map(({ attributes, points }) => ({ label: Object.values(attributes).join(' '), points }))
    for (const { label, points } of seen) {
      const drawn = series.get(label) ?? { at: [], values: [], low: [], high: [] }
      series.set(label, drawn)
      for (const { start, end } of windows) {
        const point = end > from ? points.at(start, end) : undefined
        if (point === undefined) continue
        drawn.at.push(start)
        drawn.values.push(point.value)
        if (point.low !== undefined) drawn.low.push(point.low)
        if (point.high !== undefined) drawn.high.push(point.high)
      }
    }
  }
  const [unit, ...more] = new Set(lines.flatMap(line => [...line.units.keys()]))
  return ok({
    periodMs: alarm.period,
    unit: alarm.unit ?? (more.length === 0 && unit !== undefined && unit !== 'None' ? unit : null),
    threshold: alarm.threshold ?? null,
    series: [...series].map(([label, drawn]) => ({ label, ...forwards(drawn) })),
  })
}

interface Drawn {
  readonly at: number[]
  readonly values: number[]
  readonly low: number[]
  readonly high: number[]
}

/** They were gathered newest first. Edges stand only where every point has them. */
const forwards = ({ at, values, low, high }: Drawn) => ({
  at: at.toReversed(),
  values: values.toReversed(),
  ...(low.length === at.length && at.length > 0 && { low: low.toReversed() }),
  ...(high.length === at.length && at.length > 0 && { high: high.toReversed() }),
})

/** Evaluations whose windows follow each other without a gap, newest first. */
function evaluationsBetween({ read: { alarm }, step }: MetricDefinition, from: Instant, to: Instant): Instant[] {
  const evaluations: Instant[] = []
  let at = instant(Math.floor(to / step) * step)
  while (at > from) {
    evaluations.push(at)
    const oldest = windowAt(alarm, at).at(-1)
    if (oldest === undefined || oldest.start >= at) break
    at = oldest.start
  }
  return evaluations
}
