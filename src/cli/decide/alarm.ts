/** `mangru decide alarm`: one evaluation of a metric alarm. */
import { z } from 'zod'
import {
  type AlarmMemory,
  advance,
  type ContributorChange,
  type Contributors,
  contributorId,
  evaluateContributors,
  evaluateMetric,
  evaluationStep,
  type Finding,
  isMuting,
  readMetricAlarm,
  readMuteRule,
  reasonDataOf,
  reasonOf,
  watch,
  windowAt,
} from '../../judge/alarms/index.ts'
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import { timeInput } from '../../query/metric-math/data/index.ts'
import { inputSchema, stateSchema, told } from './alarm-words.ts'
import { about, arnOf, type CaseError, type Decider, readCase, wrong } from './decider.ts'
import { pointsSchema, seriesSchema } from './given-series.ts'
import { heldFor } from './watched-series.ts'

const muteSchema = z.strictObject({
  Expression: z.string(),
  Duration: z.string(),
  Timezone: z.string().default('UTC'),
  StartDate: timeInput.optional(),
  ExpireDate: timeInput.optional(),
})

const schema = z.strictObject({
  alarm: inputSchema,
  points: pointsSchema.optional(),
  series: seriesSchema.optional(),
  state: stateSchema.default('INSUFFICIENT_DATA'),
  since: timeInput.optional(),
  told: stateSchema.optional(),
  contributors: z
    .array(z.strictObject({ attributes: z.record(z.string(), z.string()), state: stateSchema }))
    .optional(),
  muteRules: z.array(muteSchema).optional(),
  now: timeInput,
})
type AlarmCase = z.output<typeof schema>

export const alarmDecider: Decider = {
  name: 'alarm',
  en: 'one evaluation of a metric alarm: PutMetricAlarm input, samples, the state held, a time',
  ko: '지표 경보를 한 번 평가: PutMetricAlarm 입력, 표본, 지금 상태, 시각',
  example: {
    alarm: {
      AlarmName: 'errors',
      ...{ Namespace: 'App', MetricName: 'Errors', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1 },
      ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' },
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
    },
    points: [
      [1_768_903_290, 0],
      [1_768_903_350, 1],
    ],
    ...{ state: 'OK', now: 1_768_903_380 },
  },
  decide(json) {
    const given = readCase(schema, json)
    if (!given.ok) return given
    const alarm = readMetricAlarm(given.value.alarm, arnOf)
    if (!alarm.ok) return wrong('alarm', alarm.error.message)
    const held = heldFor(alarm.value.source, given.value.series, given.value.points)
    if (!held.ok) return held
    const step = evaluationStep(alarm.value.alarm)
    const at = instant(Math.floor((given.value.now * 1_000) / step) * step)
    const learnUntil = windowAt(alarm.value.alarm, at).at(-1)?.start ?? at
    const watched = watch(alarm.value, held.value, { ...about, learnUntil })
    if (!watched.ok) return wrong('alarm', watched.error.message)
    const muted = mutedAt(given.value, at)
    if (!muted.ok) return muted
    const { state } = given.value
    const definition = alarm.value.alarm
    const before = memoryOf(given.value, at)
    const circumstances = { at, ...(muted.value && { quiet: 'mute' as const }) }
    if (watched.value.kind === 'one') {
      const { points } = watched.value
      const found = evaluateMetric(definition, typeof points === 'function' ? points(at) : points, state, at)
      const finding = {
        state: found.state,
        reason: reasonOf(definition, found),
        reasonData: reasonDataOf(definition, found),
      }
      return ok(answer(at, finding, told(advance(definition, before, finding, circumstances))))
    }
    const known = contributorsOf(given.value, at)
    const found = evaluateContributors(definition, watched.value.series(at), known, state, at)
    const changes = found.transitions.map(({ contributor, to }): ContributorChange => ({ contributor, at, to }))
    return ok({
      ...answer(at, found, told(advance(definition, before, found, { ...circumstances, contributors: changes }))),
      contributors: Object.entries(found.contributors).map(([id, one]) => ({
        ...{ id, attributes: one.attributes, state: one.state, reason: one.reason },
      })),
    })
  },
}

const answer = (
  at: Instant,
  { reason, reasonData }: Finding,
  { state, changed, actions }: ReturnType<typeof told>,
) => ({
  ...{ state, reason, reasonData, at: at / 1_000, changed, actions },
})

/** `told` says what people heard last: where it differs from the state, a mute rule held the change back. */
function memoryOf({ state, since, told: heard = state }: AlarmCase, at: Instant): AlarmMemory {
  const entered = since === undefined ? at : instant(since * 1_000)
  return {
    ...{ state, reason: '', reasonData: '', updatedAt: entered, transitionedAt: entered, told: heard },
    ...(heard !== state && { owed: 'mute' as const }),
  }
}

const contributorsOf = ({ contributors = [] }: AlarmCase, at: Instant): Contributors =>
  Object.fromEntries(
    contributors.map(({ attributes, state }) => [
      contributorId(attributes),
      { attributes, state, reason: '', transitionedAt: at },
    ]),
  )

function mutedAt({ muteRules = [] }: AlarmCase, at: Instant): Result<boolean, CaseError> {
  let muted = false
  for (const [index, { Expression, Duration, Timezone, StartDate, ExpireDate }] of muteRules.entries()) {
    const rule = readMuteRule({
      ...{ expression: Expression, duration: Duration, zone: Timezone },
      ...(StartDate !== undefined && { start: instant(StartDate * 1_000) }),
      ...(ExpireDate !== undefined && { expire: instant(ExpireDate * 1_000) }),
    })
    if (!rule.ok) return wrong(`muteRules.${index}`, `the rule cannot be read: ${rule.error}`)
    muted ||= isMuting(rule.value, at)
  }
  return ok(muted)
}
