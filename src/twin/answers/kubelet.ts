/** What a twin's kubelet answers, by path. */
import type { Instant } from '../../model/index.ts'
import type { NodeRun } from '../world/running.ts'
import type { World } from '../world/world.ts'
import { cadvisorMetrics, resourceMetrics } from './cadvisor.ts'
import { statsSummary } from './stats-summary.ts'

type Answer = (world: World, node: NodeRun, at: Instant) => string

const answers: Readonly<Record<string, Answer>> = {
  '/stats/summary': (_world, node, at) => JSON.stringify(statsSummary(node, at)),
  '/metrics/cadvisor': (_world, node, at) => cadvisorMetrics(node, at),
  '/metrics/resource': (_world, node, at) => resourceMetrics(node, at),
  '/pods': podList,
  '/healthz': () => 'ok',
}

function podList(world: World, node: NodeRun): string {
  const items = []
  for (const pod of world.objects.all('Pod')) if (pod.spec.nodeName === node.name) items.push(pod)
  return JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items })
}

/** Undefined: no such path. A query after `?` is passed over. */
export function answerOf(world: World, node: NodeRun, path: string): string | undefined {
  const [bare = ''] = path.split('?')
  return Object.hasOwn(answers, bare) ? answers[bare]?.(world, node, world.now) : undefined
}
