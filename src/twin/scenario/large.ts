/** Many nodes and pods, for what must be fast: deployments of ten pods each and a DaemonSet, on as many nodes as are asked for. */
import { gib, minutes, seconds } from '../../model/index.ts'
import type { Behaviour } from './behaviour.ts'
import { daemonSet, deployment, namespace } from './build.ts'
import { programs } from './programs.ts'
import type { Scenario } from './scenario.ts'

/** `pods`: together, one of them on each node by a DaemonSet. */
export function largeScenario(nodes: number, pods: number): Scenario {
  const count = Math.max(0, Math.ceil((pods - nodes) / 10))
  const names = Array.from({ length: count }, (_, n) => `service-${n + 1}`)
  const program = (name: string) => ({
    name,
    image: `registry.example.com/${name}:1.0`,
    cpu: '100m',
    memory: '256Mi',
    memoryLimit: '768Mi',
  })
  return {
    clusterName: 'large',
    version: 'v1.34.1',
    groups: [
      {
        ...{
          name: 'workers',
          instanceType: 'm5.xlarge',
          min: nodes,
          desired: nodes,
          max: nodes,
          cpus: 4,
          memoryBytes: 16_326_328_320,
        },
        ...{
          maxPods: 58,
          diskBytes: gib(80),
          zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
          boot: seconds(70),
          joining: seconds(18),
        },
      },
    ],
    objects: [
      ...['default', 'kube-system', 'services'].map(namespace),
      daemonSet('kube-system', program('agent')),
      ...names.map((name, n) => deployment('services', program(name), Math.min(10, pods - nodes - 10 * n))),
    ],
    behaviours: new Map<string, Behaviour>([
      ['registry.example.com/agent', programs.proxy],
      ...names.map(name => [`registry.example.com/${name}`, programs.backend] as const),
    ]),
    weights: new Map(names.map(name => [`services/${name}`, 1])),
    demand: { peak: 20, busiestHour: 13 },
    quiet: { least: minutes(10), most: minutes(20) },
    faults: ['bad-rollout', 'oom-kill', 'full-node', 'missing-image'],
  }
}
