/**
 * How metrics are named in Kubernetes, which allows less than CloudWatch: a name is one part of a path, keys and values of a selector are labels. What may not
 * stand there is written `_`. Labels that begin with `mangru/` say how a metric is read. Pure.
 */
import { err, ok, type Result } from '../../model/index.ts'
import type { LabelSelector } from '../../model/kubernetes/index.ts'
import { type MetricStatistic, statisticOf } from '../../query/metric-statistics/index.ts'
import { type Answer, refused } from './status.ts'

/** Of any name or value what a label may be: the same where it may, else with `_` for what may not, cut to 63 characters. */
export const asLabel = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number]

/** How a metric is to be read. */
export interface Reading {
  /** Its CloudWatch namespace, as a label; absent: whichever one has it. */
  readonly namespace?: string
  readonly statistic: string
  readonly compute: MetricStatistic
  /** Seconds. */
  readonly period: number
  /** What counts where nothing was measured; absent: nothing does, and there is no answer. */
  readonly otherwise?: number
  /** What is asked of its dimensions. */
  readonly dimensions: readonly Requirement[]
}

export const words = {
  namespace: 'mangru/namespace',
  statistic: 'mangru/statistic',
  period: 'mangru/period',
  otherwise: 'mangru/default',
} as const

const known: ReadonlySet<string> = new Set(Object.values(words))

/** The error is an answer that says which label is wrong, and what it may be. */
export function readReading(selector: LabelSelector): Result<Reading, Answer> {
  const requirements = selector.matchExpressions ?? []
  const ours = requirements.filter(({ key }) => key.startsWith('mangru/'))
  const said = new Map<string, string>()
  for (const { key, operator, values = [] } of ours) {
    const [value = ''] = values
    if (!known.has(key) || operator !== 'In' || values.length !== 1)
      return wrong(key, `it is none of ${[...known].join(', ')} with one value`)
    if (said.has(key)) return wrong(key, 'it stands there twice')
    said.set(key, value)
  }
  const statistic = said.get(words.statistic) ?? 'Average'
  const compute = statisticOf(statistic)
  if (compute === undefined)
    return wrong(words.statistic, 'it is one of Sum, Average, SampleCount, Minimum, Maximum, p99, tm90, IQM, …')
  const period = Number(said.get(words.period) ?? '60')
  if (![1, 5, 10, 30].includes(period) && !(period % 60 === 0 && period >= 60 && period <= 86_400))
    return wrong(words.period, 'it is 1, 5, 10, 30 or a multiple of 60 seconds, at most a day')
  const otherwise = said.get(words.otherwise)
  if (otherwise !== undefined && !/^\d{1,12}(\.\d{1,6})?$/.test(otherwise))
    return wrong(words.otherwise, 'it is a number, 0 or more')
  const namespace = said.get(words.namespace)
  return ok({
    ...{ statistic, compute, period },
    ...(namespace === undefined ? {} : { namespace }),
    ...(otherwise === undefined ? {} : { otherwise: Number(otherwise) }),
    dimensions: requirements.filter(({ key }) => !key.startsWith('mangru/')),
  })
}

const wrong = (key: string, why: string) => err(refused(400, `the label ${key} cannot be used so: ${why}`))
