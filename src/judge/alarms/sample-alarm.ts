/** Alarms and points for tests: a test says only what matters to it. */
import { type Instant, instant, millis, minutes } from '../../model/index.ts'
import type { Datapoint } from './datapoint.ts'
import type { CompositeAlarm, MetricAlarm } from './definition.ts'

/** `2026-01-20T10:05` and the like, UTC. */
export const utcTime = (text: string): Instant => instant(Date.parse(`${text}${text.length <= 16 ? ':00' : ''}Z`))

const nobody = { OK: [], ALARM: [], INSUFFICIENT_DATA: [] }
const arnOf = (name: string): string => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`

export const sampleAlarm = (differs: Partial<MetricAlarm> = {}): MetricAlarm => ({
  kind: 'metric',
  name: 'sample',
  arn: arnOf(differs.name ?? 'sample'),
  actionsEnabled: true,
  actions: nobody,
  operator: 'GreaterThanThreshold',
  ...(differs.operator?.includes('erThanUpper') || differs.operator?.includes('LowerThreshold')
    ? {}
    : { threshold: 3 }),
  period: minutes(1),
  periods: 1,
  treatMissing: 'missing',
  lowSamples: 'evaluate',
  window: { kind: 'sliding' },
  ...differs,
})

export const sampleComposite = (rule: string, differs: Partial<CompositeAlarm> = {}): CompositeAlarm => ({
  kind: 'composite',
  name: 'composite',
  arn: arnOf(differs.name ?? 'composite'),
  actionsEnabled: true,
  actions: nobody,
  rule,
  ...differs,
})

/** Values a period apart, the last one ending at `end`; undefined leaves one out. */
export function pointsUntil(end: Instant, values: readonly (number | undefined)[], period = 60_000): Datapoint[] {
  return values.flatMap((value, at) =>
    value === undefined ? [] : [{ at: instant(end - (values.length - at) * millis(period)), value }],
  )
}
