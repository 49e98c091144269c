/** `custom.metrics.k8s.io`: metrics of pods, workloads, nodes and other objects, out of series that name them. */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import {
  apiVersionOf,
  type KnownKind,
  type LabelSelector,
  type ObjectMeta,
  resources,
  selects,
} from '../../model/kubernetes/index.ts'
import type { Series } from '../../store/metrics/index.ts'
import { readSelector } from './chosen.ts'
import { type Convention, conventionsOf, follows, kindOf } from './described-objects.ts'
import { asLabel, type Reading, readReading } from './metric-labels.ts'
import { newestValues } from './newest-value.ts'
import { type CustomVersion, groups, type Place } from './paths.ts'
import type { MetricsApiPorts } from './ports.ts'
import { findSeries } from './series-found.ts'
import { type Answer, found, noSuchPath, notYet, refused } from './status.ts'
import { quantity, timeText } from './words.ts'

type Ports = Pick<MetricsApiPorts, 'metrics' | 'clock' | 'cluster'>
type Asked = Extract<Place, { readonly kind: 'custom' }>

interface Question {
  readonly kind: KnownKind
  readonly namespace: string | undefined
  /** Of those that are meant, in order. */
  readonly names: readonly string[]
  readonly metric: string
  readonly reading: Reading
}

export async function answerCustom(ports: Ports, asked: Asked, query: URLSearchParams): Promise<Answer> {
  const question = readQuestion(ports, asked, query)
  if (!question.ok) return question.error
  const series = await seriesByObject(ports, question.value)
  if (!series.ok) return series.error
  const { names, reading } = question.value
  const now = ports.clock.now()
  const lines = names.map(name => series.value.get(name) ?? [])
  const values = await newestValues(ports.metrics, lines, reading, now)
  if (!values.ok) return values.error
  const { otherwise } = reading
  const items = names.flatMap((name, at) => {
    const newest = values.value[at] ?? (otherwise === undefined ? undefined : { value: otherwise, at: now })
    const value = newest && quantity(newest.value)
    return newest === undefined || value === undefined ? [] : [{ name, value, at: newest.at }]
  })
  if (items.length === 0) return nothing(asked)
  const selector = query.get('metricLabelSelector') ? readSelector(query, 'metricLabelSelector') : undefined
  return found({
    ...{ kind: 'MetricValueList', apiVersion: `${groups.custom}/${asked.version}`, metadata: {} },
    items: items.map(({ name, value, at }) => ({
      describedObject: describedObject(question.value, name),
      ...measured(asked.version, asked.metric, selector?.ok ? selector.value : null),
      ...{ timestamp: timeText(at), [asked.version === 'v1beta1' ? 'window' : 'windowSeconds']: reading.period, value },
    })),
  })
}

const measured = (version: CustomVersion, name: string, selector: LabelSelector | null) =>
  version === 'v1beta1' ? { metricName: name, selector } : { metric: { name, selector } }

function describedObject({ kind, namespace }: Question, name: string) {
  const where = namespace === undefined || kind === 'Namespace' ? {} : { namespace }
  return { kind, ...where, name, apiVersion: apiVersionOf(resources[kind]) }
}

function readQuestion(ports: Ports, asked: Asked, query: URLSearchParams): Result<Question, Answer> {
  const kind = kindOf(asked.resource)
  const own = asked.resource === 'namespaces'
  if (kind === undefined || (resources[kind].namespaced || own) !== (asked.namespace !== undefined))
    return err(noSuchPath)
  const labels = readSelector(query, 'labelSelector')
  if (!labels.ok) return labels
  const metricLabels = readSelector(query, 'metricLabelSelector')
  if (!metricLabels.ok) return metricLabels
  const reading = readReading(metricLabels.value)
  if (!reading.ok) return reading
  const names = namesOf(ports, kind, asked, labels.value)
  return names.ok
    ? ok({ kind, namespace: asked.namespace, names: names.value, metric: asked.metric, reading: reading.value })
    : names
}

function namesOf(
  { cluster }: Ports,
  kind: KnownKind,
  { name, namespace }: Asked,
  selector: LabelSelector,
): Result<readonly string[], Answer> {
  if (name !== '*') return ok([name])
  if (cluster.sight(kind).state === 'waiting') return err(notYet('The cluster was not seen yet.'))
  const all: readonly { readonly metadata: ObjectMeta }[] = cluster.objects(kind)
  const names = all
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
    .filter(({ metadata }) => selects(selector, metadata.labels))
    .map(({ metadata }) => metadata.name)
  if (names.length > limits.scalingItems)
    return err(refused(400, `more than ${limits.scalingItems} objects are chosen: choose less by labels`))
  return ok(names.sort())
}

/** The series of each object, by the first convention that any series follows. */
async function seriesByObject(
  ports: Ports,
  question: Question,
): Promise<Result<ReadonlyMap<string, readonly Series[]>, Answer>> {
  const { metric, reading, names, namespace } = question
  const [only] = names
  for (const convention of conventionsOf(question.kind)) {
    const labels = [
      { name: convention.object, ...(names.length === 1 && only !== undefined ? { value: only } : {}) },
      ...(convention.namespace === undefined ? [] : [{ name: convention.namespace, value: namespace ?? '' }]),
    ]
    const listed = await findSeries(ports.metrics, { metric, reading, labels }, ports.clock.now())
    if (!listed.ok) return listed
    const meant = listed.value.filter(one => isMeant(one, convention, question, ports.cluster.names))
    if (meant.length > 0) return ok(Map.groupBy(meant, one => one.labels[convention.object] ?? ''))
  }
  return ok(new Map())
}

function isMeant(
  series: Series,
  convention: Convention,
  { namespace, reading }: Question,
  clusters: readonly string[],
): boolean {
  const { labels } = series
  const asked = new Set(reading.dimensions.filter(({ operator }) => operator !== 'DoesNotExist').map(({ key }) => key))
  if (!follows(series, convention, asked)) return false
  if (convention.namespace !== undefined && labels[convention.namespace] !== namespace) return false
  const cluster = convention.cluster === undefined ? undefined : labels[convention.cluster]
  if (cluster !== undefined && !clusters.includes(cluster)) return false
  const written = Object.fromEntries(Object.entries(labels).map(([name, value]) => [asLabel(name), asLabel(value)]))
  return selects({ matchExpressions: reading.dimensions }, written)
}

const nothing = ({ resource, name, namespace, metric }: Asked): Answer =>
  refused(
    404,
    `no samples of late of the metric ${metric} for ${resource} "${name}"${namespace ? ` in ${namespace}` : ''}`,
    {
      ...{ name: metric, group: groups.custom, kind: resource },
    },
  )
