/**
 * `external.metrics.k8s.io`: any metric of the store, for an autoscaler. The labels of the selector are its dimensions, all of them: a metric that is kept
 * by cluster, by namespace and by pod is three metrics, and adding them up would be wrong.
 */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { type LabelSelector, selects } from '../../model/kubernetes/index.ts'
import type { Series } from '../../store/metrics/index.ts'
import { readSelector } from './chosen.ts'
import { asLabel, type Reading, readReading, words } from './metric-labels.ts'
import { type NewestValue, newestValues } from './newest-value.ts'
import { groups } from './paths.ts'
import type { MetricsApiPorts } from './ports.ts'
import { findSeries } from './series-found.ts'
import { type Answer, found, refused } from './status.ts'
import { quantity, timeText } from './words.ts'

type Ports = Pick<MetricsApiPorts, 'metrics' | 'clock'>

export async function answerExternal(ports: Ports, metric: string, query: URLSearchParams): Promise<Answer> {
  const selector = readSelector(query, 'labelSelector')
  if (!selector.ok) return selector.error
  const reading = readReading(selector.value)
  if (!reading.ok) return reading.error
  const now = ports.clock.now()
  const lines = await findLines(ports, metric, reading.value)
  if (!lines.ok) return lines.error
  const values = await newestValues(
    ports.metrics,
    lines.value.map(({ series }) => series),
    reading.value,
    now,
  )
  if (!values.ok) return values.error
  const told = lines.value.flatMap(({ labels }, at) => {
    const newest = values.value[at]
    return newest === undefined ? [] : [{ labels, newest }]
  })
  const { otherwise } = reading.value
  const items =
    told.length > 0 || otherwise === undefined ? told : [{ labels: {}, newest: { value: otherwise, at: now } }]
  if (items.length === 0) return noSamples(metric, reading.value)
  return listed(metric, items, reading.value.period)
}

interface Line {
  readonly labels: Readonly<Record<string, string>>
  readonly series: readonly Series[]
}

/** A line for each combination of dimensions. */
async function findLines(ports: Ports, metric: string, reading: Reading): Promise<Result<readonly Line[], Answer>> {
  const { dimensions } = reading
  const names = new Set(dimensions.filter(({ operator }) => operator !== 'DoesNotExist').map(({ key }) => key))
  const labels = dimensions.flatMap(({ key, operator, values = [] }) =>
    operator === 'In' && values.length === 1 && values[0] !== undefined ? [{ name: key, value: values[0] }] : [],
  )
  const exact = await findSeries(ports.metrics, { metric, reading, written: labels }, ports.clock.now())
  if (!exact.ok) return exact
  const meant = linesOf(exact.value, names, dimensions)
  if (meant.length > limits.scalingItems)
    return err(refused(400, `the metric ${metric} has more than ${limits.scalingItems} values: ask for less by labels`))
  if (meant.length > 0 || reading.otherwise !== undefined) return ok(meant)
  return err(await noSuchLine(ports, metric, reading, exact.value))
}

function linesOf(
  series: readonly Series[],
  names: ReadonlySet<string>,
  matchExpressions: Reading['dimensions'],
): readonly Line[] {
  const selector: LabelSelector = { matchExpressions }
  const lines = new Map<string, { readonly labels: Line['labels']; readonly series: Series[] }>()
  for (const one of series) {
    for (const set of setsMeant(one, names)) {
      const labels = Object.fromEntries(set.map(name => [asLabel(name), asLabel(one.labels[name] ?? '')]))
      if (!selects(selector, labels)) continue
      const key = JSON.stringify(Object.entries(labels).sort())
      const line = lines.get(key) ?? { labels: { ...labels, [words.namespace]: asLabel(one.namespace) }, series: [] }
      line.series.push(one)
      lines.set(key, line)
    }
  }
  return [...lines.values()]
}

/** The declared sets of just these names. */
const setsMeant = ({ sets }: Series, names: ReadonlySet<string>): readonly (readonly string[])[] =>
  sets.filter(set => set.length === names.size && set.every(name => names.has(asLabel(name))))

async function noSuchLine(ports: Ports, metric: string, reading: Reading, series: readonly Series[]): Promise<Answer> {
  const wide = series.length > 0 ? ok(series) : await findSeries(ports.metrics, { metric, reading }, ports.clock.now())
  if (!wide.ok) return wide.error
  const sets = [
    ...new Set(wide.value.flatMap(({ sets }) => sets.map(set => `{${set.map(asLabel).sort().join(', ')}}`))),
  ]
  const words =
    sets.length === 0
      ? `there is no metric ${metric} with samples of late`
      : `the metric ${metric} has no samples of late for these labels; it has dimensions ${sets.sort().slice(0, 10).join(', ')}`
  return refused(404, words, { name: metric, group: groups.external, kind: 'externalmetrics' })
}

const noSamples = (metric: string, { statistic }: Reading): Answer =>
  refused(404, `the metric ${metric} has no ${statistic} of late`, {
    ...{ name: metric, group: groups.external, kind: 'externalmetrics' },
  })

function listed(
  metricName: string,
  items: readonly { readonly labels: Line['labels']; readonly newest: NewestValue }[],
  window: number,
): Answer {
  return found({
    ...{ kind: 'ExternalMetricValueList', apiVersion: `${groups.external}/v1beta1`, metadata: {} },
    items: items.flatMap(({ labels: metricLabels, newest }) => {
      const value = quantity(newest.value)
      return value === undefined ? [] : [{ metricName, metricLabels, timestamp: timeText(newest.at), window, value }]
    }),
  })
}
