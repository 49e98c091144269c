/** DescribeAnomalyDetectors: which there are, by metric and kind, and how far they have learnt; a page at a time. */
import type { AlarmDesk, DetectorView } from '../../../../judge/alarm-desk/index.ts'
import { type Clock, err, instant, ok } from '../../../../model/index.ts'
import { pagingToken, readPagingToken } from '../../logs/paging-token.ts'
import { type Checked, integer, type Operation, structure, Timestamp, text, textsOf } from '../../protocol/index.ts'
import { deskTrouble, told, toldDimensions, toldMembers, toldQuery } from '../alarms/index.ts'
import { dimensions, labelsOf, lower, metricName, monitored, namespace } from '../fields.ts'
import { invalidToken, invalidValue } from '../refusals.ts'

const shape = structure(
  {
    NextToken: text(),
    MaxResults: integer({ min: 1 }),
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: dimensions,
    AnomalyDetectorTypes: textsOf({ values: ['SINGLE_METRIC', 'METRIC_MATH'] }, { max: 2 }),
  },
  [],
  lower,
)
type Input = Checked<typeof shape>

export const describeAnomalyDetectors = (desk: AlarmDesk, clock: Clock): Operation =>
  monitored('ask', shape, async ({ NextToken: token, MaxResults, ...asked }) => {
    if (MaxResults != null && MaxResults > most)
      return err(invalidValue(`The parameter MaxResults must be at most ${most}.`))
    const isWanted = wantedBy(asked)
    if (isWanted === undefined) return err(invalidValue('The parameter Dimensions must not name a dimension twice.'))
    const now = clock.now()
    const question = ['DescribeAnomalyDetectors', asked]
    const from = token == null ? ok([]) : readPagingToken(token, ['string'], question, now)
    if (!from.ok) return err(invalidToken)
    const wish = MaxResults ?? most
    const query = {
      ...(asked.Namespace == null ? {} : { namespace: asked.Namespace }),
      ...(asked.MetricName == null ? {} : { metric: asked.MetricName }),
    }
    const found: DetectorView[] = []
    let after = from.value[0] as string | undefined
    for (;;) {
      const page = await desk.detectors({ ...query, limit: most, ...(after === undefined ? {} : { after }) })
      if (!page.ok) return err(deskTrouble(page.error))
      found.push(...page.value.filter(isWanted))
      after = page.value.at(-1)?.id
      if (page.value.length < most || found.length > wish) break
    }
    const page = found.slice(0, wish)
    const last = page.at(-1)
    return ok({
      AnomalyDetectors: page.map(described),
      ...(found.length > wish && last !== undefined ? { NextToken: pagingToken([last.id], question, now) } : {}),
    })
  })

const most = 100

/** Undefined: a dimension stands twice. */
function wantedBy(asked: Omit<Input, 'NextToken' | 'MaxResults'>) {
  const labels = asked.Dimensions == null ? {} : labelsOf(asked.Dimensions)
  if (labels === undefined) return undefined
  const types = asked.AnomalyDetectorTypes?.length ? asked.AnomalyDetectorTypes : ['SINGLE_METRIC']
  const wished = asked.Dimensions == null ? undefined : nameOf(labels)
  return ({ input }: DetectorView): boolean => {
    if (!types.includes(isMath(input) ? 'METRIC_MATH' : 'SINGLE_METRIC')) return false
    return wished === undefined || wished === nameOf(labelsOf(dimensionsIn(metricOf(input))) ?? {})
  }
}

const nameOf = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort())

type Any = Readonly<Record<string, unknown>>
const isMath = (input: Any): boolean => input.MetricMathAnomalyDetector !== undefined
const metricOf = (input: Any): Any => (input.SingleMetricAnomalyDetector as Any | undefined) ?? input
const dimensionsIn = (metric: Any) =>
  (told(metric.Dimensions, toldDimensions) ?? []) as readonly { readonly Name: string; readonly Value: string }[]

/** In the older shape and in the modern one, as CloudWatch does. */
function described({ input, state }: DetectorView): object {
  return {
    ...(isMath(input)
      ? toldMembers(input, { MetricMathAnomalyDetector: { MetricDataQueries: [toldQuery] } })
      : plain(input)),
    ...(input.Configuration === undefined ? {} : { Configuration: configurationOf(input.Configuration as Any) }),
    ...toldMembers(input, { MetricCharacteristics: { PeriodicSpikes: 'flag' } }),
    StateValue: state,
  }
}

function plain(input: Any): object {
  const metric = metricOf(input)
  const named = {
    ...toldMembers(metric, { Namespace: 'text', MetricName: 'text' }),
    Dimensions: dimensionsIn(metric),
    ...toldMembers(metric, { Stat: 'text' }),
  }
  return { ...named, SingleMetricAnomalyDetector: { ...toldMembers(metric, { AccountId: 'text' }), ...named } }
}

function configurationOf(configuration: Any): object {
  const ranges = told(configuration.ExcludedTimeRanges, [{ StartTime: 'number', EndTime: 'number' }]) ?? []
  return {
    ExcludedTimeRanges: (ranges as { readonly StartTime: number; readonly EndTime: number }[]).map(
      ({ StartTime, EndTime }) => ({ StartTime: stamp(StartTime), EndTime: stamp(EndTime) }),
    ),
    ...toldMembers(configuration, {
      MetricTimezone: 'text',
      AdaptationSpeed: 'text',
      OutlierFilteringStrength: 'text',
    }),
  }
}

const stamp = (seconds: number): Timestamp => new Timestamp(instant(Math.round(seconds * 1_000)))
