/** `metrics.k8s.io`: what nodes and pods use right now. What was not read twice lately is not told, and a pod only as a whole. */
import type { ContainerUsed, ObjectMeta, Pod, Used, UsedLately } from '../../model/kubernetes/index.ts'
import { type Choice, readChoice } from './chosen.ts'
import type { Form } from './form.ts'
import { groups } from './paths.ts'
import type { MetricsApiPorts } from './ports.ts'
import { type Answer, found, notFound, notYet } from './status.ts'
import { type Column, tableOf } from './table.ts'
import { cpuQuantity, memoryQuantity, spanText, timeText } from './words.ts'

type Ports = Pick<MetricsApiPorts, 'cluster' | 'usage' | 'clock'>

export interface ResourceQuestion {
  readonly name?: string
  readonly namespace?: string
  readonly form: Form
  readonly query: URLSearchParams
}

interface Metrics {
  readonly metadata: ReturnType<typeof metadataOf>
  readonly used: UsedLately
  /** Absent: of a node. */
  readonly containers?: readonly ContainerUsed[]
}

export function answerNodes(ports: Ports, asked: ResourceQuestion): Answer {
  if (isUnseen(ports, 'Node')) return unseen
  const chosen = readChoice(asked.query)
  if (!chosen.ok) return chosen.error
  const told = (meta: ObjectMeta): readonly Metrics[] => {
    const used = ports.usage.node(meta.name)
    return used === undefined ? [] : [{ metadata: metadataOf(meta, ports), used }]
  }
  if (asked.name === undefined) {
    const nodes = ports.cluster.objects('Node').map(({ metadata }) => metadata)
    return listed('Node', inOrder(nodes, chosen.value).flatMap(told), asked)
  }
  const node = ports.cluster.object('Node', '', asked.name)
  return one('Node', node === undefined ? [] : told(node.metadata), asked, asked.name)
}

export function answerPods(ports: Ports, asked: ResourceQuestion): Answer {
  if (isUnseen(ports, 'Pod')) return unseen
  const chosen = readChoice(asked.query)
  if (!chosen.ok) return chosen.error
  const told = (pod: Pod): readonly Metrics[] => {
    const used = ports.usage.pod(pod)
    if (used === undefined) return []
    return [{ metadata: metadataOf(pod.metadata, ports), used, containers: used.containers }]
  }
  const { name, namespace } = asked
  if (name === undefined || namespace === undefined) {
    const pods = ports.cluster.objects('Pod')
    const here = namespace === undefined ? pods : pods.filter(({ metadata }) => metadata.namespace === namespace)
    const byMeta = new Map(here.map(pod => [pod.metadata, pod]))
    const metrics = inOrder([...byMeta.keys()], chosen.value).flatMap(meta => told(byMeta.get(meta) as Pod))
    return listed('Pod', metrics, asked)
  }
  const pod = ports.cluster.object('Pod', namespace, name)
  return one('Pod', pod === undefined ? [] : told(pod), asked, `${namespace}/${name}`)
}

const unseen = notYet('The cluster was not seen yet, or may not be seen.')

/** Nothing is known of them: that is no empty list. What was seen before counts where the cluster is away. */
const isUnseen = ({ cluster }: Ports, kind: 'Node' | 'Pod'): boolean =>
  cluster.sight(kind).state !== 'seen' && cluster.objects(kind).length === 0

function inOrder(metas: readonly ObjectMeta[], chosen: Choice): readonly ObjectMeta[] {
  const keyed = metas.filter(chosen).map(meta => ({ meta, key: `${meta.namespace ?? ''}/${meta.name}` }))
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ meta }) => meta)
}

function metadataOf({ name, namespace, labels }: ObjectMeta, { clock }: Pick<Ports, 'clock'>) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: timeText(clock.now()),
    ...(labels === undefined ? {} : { labels }),
  }
}

const apiVersion = `${groups.resource}/v1beta1`
const usageOf = ({ cpu, memory }: Used) => ({ cpu: cpuQuantity(cpu), memory: memoryQuantity(memory) })

function itemOf({ metadata, used, containers }: Metrics) {
  const times = { timestamp: timeText(used.at), window: spanText(used.window) }
  if (containers === undefined) return { metadata, ...times, usage: usageOf(used) }
  return { metadata, ...times, containers: containers.map(one => ({ name: one.name, usage: usageOf(one) })) }
}

function listed(of: 'Node' | 'Pod', all: readonly Metrics[], asked: ResourceQuestion): Answer {
  if (asked.form !== 'object') return table(of, all, asked)
  return found({ kind: `${of}MetricsList`, apiVersion, metadata: {}, items: all.map(itemOf) })
}

function one(of: 'Node' | 'Pod', all: readonly Metrics[], asked: ResourceQuestion, name: string): Answer {
  const [metrics] = all
  if (metrics === undefined) return notFound(groups.resource, of === 'Node' ? 'nodes' : 'pods', name)
  if (asked.form !== 'object') return table(of, all, asked)
  return found({ kind: `${of}Metrics`, apiVersion, ...itemOf(metrics) })
}

const columns: readonly Column[] = [
  { name: 'Name', format: 'name', description: 'Name of the resource' },
  { name: 'cpu', format: 'quantity', description: 'Cores in use, as the mean over the window' },
  { name: 'memory', format: 'quantity', description: 'Bytes of the working set' },
  { name: 'Window', format: 'duration', description: 'How long the mean is taken over' },
]

function table(of: 'Node' | 'Pod', all: readonly Metrics[], { form, query }: ResourceQuestion): Answer {
  const rows = all.map(metrics => {
    const { cpu, memory } = usageOf(metrics.used)
    return {
      cells: [metrics.metadata.name, cpu, memory, spanText(metrics.used.window)],
      object: { kind: `${of}Metrics`, apiVersion, ...itemOf(metrics) },
    }
  })
  return found(tableOf(form, columns, rows, query.get('includeObject')))
}
