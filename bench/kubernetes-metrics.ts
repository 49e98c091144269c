/**
 * What do live usage and the metrics APIs cost in a large cluster? A round of readings is taken in from every kubelet's page; then all pods, the pods of one
 * workload and all nodes are asked for, as `kubectl top` and autoscalers do.
 * `node bench/kubernetes-metrics.ts [--nodes 500] [--pods 30 (each node)] [--containers 2 (each pod)] [--rounds 10]`
 */
import { gzipSync } from 'node:zlib'
import { answerTo } from '../src/api/kubernetes/answer.ts'
import { readPlace } from '../src/api/kubernetes/paths.ts'
import type { MetricsApiPorts } from '../src/api/kubernetes/ports.ts'
import { startUsage } from '../src/collect/usage/index.ts'
import { limits } from '../src/limits.ts'
import { type Clock, type Instant, instant, ok, plus } from '../src/model/index.ts'
import type { KindName, Node, Pod } from '../src/model/kubernetes/index.ts'
import { commit, percentile, round } from './measure/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ nodes: 500, pods: 30, containers: 2, rounds: 10 })
let now: Instant = instant(1_800_000_000_000)

const meta = (name: string, more: object = {}) => ({ name, uid: name, resourceVersion: '1', ...more })
const nodes = Array.from({ length: options.nodes }, (_, at) => ({
  ...{ apiVersion: 'v1', kind: 'Node', metadata: meta(`ip-10-0-${at >> 8}-${at & 255}.eu-west-1.compute.internal`) },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
})) as Node[]
const pods = nodes.flatMap(({ metadata: { name: nodeName } }, node) =>
  Array.from({ length: options.pods }, (_, at) => ({
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: meta(`app-${at}-7c9d8b5f6d-${node.toString(36)}`, {
      ...{ namespace: `team-${at % 10}`, labels: { app: `app-${at}`, 'pod-template-hash': '7c9d8b5f6d' } },
    }),
    ...{ spec: { nodeName, containers: [] }, status: { phase: 'Running' } },
  })),
) as Pod[]
const byNode = Map.groupBy(pods, ({ spec }) => spec.nodeName ?? '')

/** As a kubelet writes it, each container using a tenth of a core. */
function page(node: string): string {
  const lines = [`node_cpu_usage_seconds_total ${now / 1_000} ${now}`, `node_memory_working_set_bytes 8e+09 ${now}`]
  for (const { metadata } of byNode.get(node) ?? [])
    for (let at = 0; at < options.containers; at += 1) {
      const labels = `{container="c${at}",namespace="${metadata.namespace}",pod="${metadata.name}"}`
      lines.push(`container_cpu_usage_seconds_total${labels} ${now / 10_000} ${now}`)
      lines.push(`container_memory_working_set_bytes${labels} 1.048576e+08 ${now}`)
      lines.push(`container_start_time_seconds${labels} 1.7e+09`)
    }
  return `${lines.join('\n')}\n`
}

/** Wakes whoever sleeps when the bench says so, and answers every other wait never. */
let wake: () => void = () => undefined
const clock: Clock = {
  now: () => now,
  sleep: (length, signal) =>
    new Promise(resolve => {
      signal?.addEventListener('abort', () => resolve())
      if (length <= limits.usageEvery && length !== limits.usageTime) wake = resolve
    }),
}
let pages = new Map<string, string>()
const turnPages = () => {
  pages = new Map(nodes.map(({ metadata: { name } }) => [name, page(name)]))
}
turnPages()
const usage = startUsage({ cluster: { kubelet: async node => ok(pages.get(node) ?? '') }, nodes: () => nodes, clock })
const settled = async () => {
  for (let at = 0; at < 50; at += 1) await new Promise(resolve => setImmediate(resolve))
}
await settled()
say(`${nodes.length} kubelets, ${pods.length} pods, ${pages.get(nodes[0]?.metadata.name ?? '')?.length} bytes a page`)

const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
const readings: number[] = []
for (let at = 0; at < options.rounds; at += 1) {
  now = plus(now, limits.usageEvery)
  turnPages()
  const before = cpuMs()
  wake()
  await settled()
  readings.push(cpuMs() - before)
}

const ports: MetricsApiPorts = {
  cluster: {
    names: ['bench'],
    objects: (kind: KindName) => (kind === 'Node' ? nodes : kind === 'Pod' ? pods : []) as never,
    object: () => undefined,
    sight: () => ({ state: 'seen' }),
  },
  ...{ usage, clock, frontProxy: () => undefined, review: async () => ok(true), onFault: () => undefined },
  metrics: { list: async () => ok([]), statisticsOf: async () => ok([]) },
}
async function asked(path: string, query = '') {
  const place = readPlace(`/apis/metrics.k8s.io/v1beta1${path}`)
  if (place === undefined) throw new Error(path)
  const times: number[] = []
  let body = ''
  for (let at = 0; at < options.rounds; at += 1) {
    const from = cpuMs()
    body = (await answerTo(ports, { place, query: new URLSearchParams(query), accept: undefined })).body
    times.push(cpuMs() - from)
  }
  const { items } = JSON.parse(body) as { items: readonly unknown[] }
  return {
    items: items.length,
    cpuMs: round(percentile(times, 0.5)),
    mb: round(body.length / 1e6, 2),
    mbPacked: round(gzipSync(body, { level: 1 }).length / 1e6, 2),
  }
}
const all = await asked('/pods')
const line = {
  ...{ bench: 'kubernetes-metrics', commit: commit(), nodes: nodes.length, pods: pods.length },
  cpuMsARound: round(percentile(readings, 0.5)),
  allPods: all,
  oneWorkload: await asked('/namespaces/team-3/pods', 'labelSelector=app%3Dapp-3'),
  allNodes: await asked('/nodes'),
}
await usage.stop()
printLine(line)
process.exitCode = all.items === pods.length ? 0 : 1
