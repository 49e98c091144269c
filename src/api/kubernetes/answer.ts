/** From a question to its answer: every path of the metrics APIs. Knows nothing of sockets; who may ask was decided before. */
import { answerCustom } from './custom-metrics.ts'
import { groupDocument, groupListDocument, resourceListDocument } from './discovery.ts'
import { answerExternal } from './external-metrics.ts'
import { type Form, formOf } from './form.ts'
import { openApiV2, openApiV3, openApiV3Of } from './openapi.ts'
import type { Place } from './paths.ts'
import type { MetricsApiPorts } from './ports.ts'
import { answerNodes, answerPods } from './resource-metrics.ts'
import { type Answer, found, plain, refused } from './status.ts'

export interface Question {
  readonly place: Place
  readonly query: URLSearchParams
  /** As it came. */
  readonly accept: string | undefined
}

export async function answerTo(ports: MetricsApiPorts, { place, query, accept }: Question): Promise<Answer> {
  if (place.kind === 'health') return plain(200, 'ok')
  if (place.kind === 'ready') return readiness(ports)
  const form = formOf(accept)
  if (form === undefined) return refused(406, 'only the following media types are accepted: application/json', {})
  if (query.get('watch') === 'true' || query.get('watch') === '1')
    return refused(405, 'metrics are not watched: list them again', {})
  return answerPlace(ports, place, query, form)
}

async function answerPlace(
  ports: MetricsApiPorts,
  place: Exclude<Place, { readonly kind: 'health' | 'ready' }>,
  query: URLSearchParams,
  form: Form,
): Promise<Answer> {
  switch (place.kind) {
    case 'groups':
      return found(groupListDocument())
    case 'group':
      return found(groupDocument(place.group))
    case 'version':
      return found(resourceListDocument(place.group, place.version))
    case 'openapi-v2':
      return found(openApiV2())
    case 'openapi-v3':
      return found(openApiV3())
    case 'openapi-v3-version':
      return found(openApiV3Of(place.group, place.version))
    case 'nodes':
      return answerNodes(ports, { ...place, form, query })
    case 'pods':
      return answerPods(ports, { ...place, form, query })
    case 'external':
      return answerExternal(ports, place.metric, query)
    case 'custom':
      return answerCustom(ports, place, query)
  }
}

/** Whether it is worth asking: who asks is known, the cluster was seen, and some kubelet told something twice. */
function readiness({ cluster, usage, frontProxy }: MetricsApiPorts): Answer {
  const nodes = cluster.objects('Node')
  const checks = [
    ['front-proxy', frontProxy() !== undefined],
    ['cluster', cluster.sight('Node').state !== 'waiting' && cluster.sight('Pod').state !== 'waiting'],
    ['usage', nodes.length === 0 || nodes.some(({ metadata }) => usage.node(metadata.name) !== undefined)],
  ] as const
  const ready = checks.every(([, passed]) => passed)
  const lines = checks.map(([name, passed]) => `[${passed ? '+' : '-'}]${name} ${passed ? 'ok' : 'not yet'}\n`)
  return ready ? plain(200, 'ok') : plain(500, `${lines.join('')}readyz check failed\n`)
}
