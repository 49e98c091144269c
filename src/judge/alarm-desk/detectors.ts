/** Anomaly detectors: what each watches, as a name that is the same for the same, and how far its training has come. */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import { answerMetricData } from '../../query/metric-data/index.ts'
import { type DataQuery, readDataQueries } from '../../query/metric-math/data/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { StoredDetector } from '../../store/settings/index.ts'
import { type AlarmInputError, train } from '../alarms/index.ts'
import type { PastPorts } from './looking-back.ts'
import type { DetectorView } from './port.ts'
import { detectorOf, trainingIn } from './training.ts'

type Input = Readonly<Record<string, unknown>>
type Named = Pick<StoredDetector, 'id' | 'namespace' | 'metric'>

const refused = (message: string) => err<AlarmInputError>({ code: 'ValidationError', message })

/** By PutAnomalyDetector's fields, in their modern or their older shape. */
export function detectorIn(input: Input): Result<Named, AlarmInputError> {
  const math = input.MetricMathAnomalyDetector as { readonly MetricDataQueries?: unknown } | undefined
  if (math !== undefined) {
    const read = readDataQueries(math.MetricDataQueries, 'MetricDataQueries')
    if (!read.ok) return read
    return ok({ id: JSON.stringify(['math', sorted(math.MetricDataQueries)]), namespace: null, metric: null })
  }
  const { Namespace, MetricName, Dimensions, Stat } = (input.SingleMetricAnomalyDetector ?? input) as Input
  if (typeof Namespace !== 'string' || typeof MetricName !== 'string' || typeof Stat !== 'string')
    return refused('Namespace, MetricName and Stat must be set')
  const dimensions = Array.isArray(Dimensions) ? (Dimensions as readonly { Name?: unknown; Value?: unknown }[]) : []
  const named = Object.fromEntries(dimensions.map(({ Name, Value }) => [String(Name), String(Value)]))
  const id = detectorOf({ namespace: Namespace, metric: MetricName, dimensions: named }, Stat)
  return ok({ id, namespace: Namespace, metric: MetricName })
}

/** Keys of objects in order, so that equal things are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** Steps that training is judged by (s). */
const period = 300

/** One after the other: each reads two weeks. */
export async function detectorViews(
  ports: PastPorts,
  detectors: readonly StoredDetector[],
): Promise<Result<readonly DetectorView[], EngineError>> {
  const views: DetectorView[] = []
  const now = ports.clock.now()
  for (const { id, input } of detectors) {
    const read = JSON.parse(input) as Input
    const state = await stateOf(ports, read, now)
    if (!state.ok) return state
    views.push({ id, input: read, state: state.value })
  }
  return ok(views)
}

async function stateOf(
  ports: PastPorts,
  input: Input,
  now: Instant,
): Promise<Result<DetectorView['state'], EngineError>> {
  const { metrics: store, account, region } = ports
  const end = instant(Math.floor(now / (period * 1_000)) * period * 1_000)
  const answer = await answerMetricData(
    { store, account, region },
    { queries: queriesOf(input), start: minus(end, limits.bandLearntFrom), end, now, timezone: 0 },
  )
  if (!answer.ok) return answer.error.kind === 'engine' ? err(answer.error.error) : ok('PENDING_TRAINING')
  const [line] = answer.value.series
  const points = [...(line?.values ?? [])].flatMap((value, place) =>
    Number.isNaN(value) || line === undefined ? [] : [{ at: instant(line.grid.start + place * line.grid.step), value }],
  )
  const training = train(points, trainingIn(input))
  return ok(training.ok ? training.value.state : 'PENDING_TRAINING')
}

function queriesOf(input: Input): readonly DataQuery[] {
  const math = input.MetricMathAnomalyDetector as { readonly MetricDataQueries?: unknown } | undefined
  const { Namespace, MetricName, Dimensions, Stat } = (input.SingleMetricAnomalyDetector ?? input) as Input
  const single = [{ Id: 'm1', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat } }]
  const read = readDataQueries(math?.MetricDataQueries ?? single)
  return read.ok ? read.value : []
}
