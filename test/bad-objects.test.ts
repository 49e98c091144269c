/**
 * Objects as no API server should send them: fields missing, of another type, null, names in every script, annotations of megabytes. Whatever comes, nothing
 * that stands behind the adapter falls: rows, figures in words, changes, performance events, versions.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aboutCluster } from '../src/api/http/cluster/about.ts'
import { objectRows } from '../src/api/http/cluster/object-list.ts'
import { eventRow, nodeRows, podRow, workloadRow } from '../src/api/http/cluster/rows.ts'
import type { ClusterPort } from '../src/api/http/cluster-port.ts'
import { performanceRound } from '../src/collect/container-insights/performance-events.ts'
import { written } from '../src/collect/inventory/version-of.ts'
import { readCadvisor } from '../src/collect/kubelet/cadvisor.ts'
import { readSummary } from '../src/collect/kubelet/summary.ts'
import { SharedParts } from '../src/collect/kubernetes/equal-parts.ts'
import { tidyObject } from '../src/collect/kubernetes/tidy.ts'
import { instant } from '../src/model/index.ts'
import {
  type AnyObject,
  type ClusterEvent,
  changesOf,
  type KindName,
  kindNames,
  type Node,
  objectWords,
  type Pod,
  type Workload,
} from '../src/model/kubernetes/index.ts'

const names = [
  ...['spec', 'status', 'metadata', 'containers', 'initContainers', 'containerStatuses', 'conditions', 'template'],
  ...[
    'labels',
    'annotations',
    'ownerReferences',
    'state',
    'lastState',
    'terminated',
    'waiting',
    'running',
    'resources',
  ],
  ...['requests', 'limits', 'cpu', 'memory', 'name', 'type', 'reason', 'message', 'image', 'nodeName', 'phase', 'keys'],
  ...['replicas', 'schedule', 'jobTemplate', 'involvedObject', 'series', 'source', 'count', 'taints', 'unschedulable'],
  ...['allocatable', 'capacity', 'nodeInfo', 'restartCount', 'ready', 'exitCode', 'subsets', 'ports', 'endpoints'],
  ...['rules', 'scaleTargetRef', 'creationTimestamp', 'lastTimestamp', 'lastTransitionTime', '__proto__', 'toString'],
]
const { any } = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(
      null,
      '',
      0,
      -1,
      1e300,
      true,
      'True',
      'Unknown',
      '100m',
      '64Mi',
      '9e999',
      '2026-01-20T12:00:00Z',
      '파드 ‮🦊',
    ),
    fc.string({ unit: 'binary' }),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 6 }),
  ),
}))
const metadata = fc.record(
  {
    name: fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constant('웹-1')),
    uid: fc.uuid(),
    resourceVersion: fc.nat().map(String),
    ...{
      namespace: any,
      labels: any,
      annotations: any,
      ownerReferences: any,
      creationTimestamp: any,
      managedFields: any,
    },
  },
  { requiredKeys: ['name', 'uid', 'resourceVersion'] },
)
const raw = fc.record({
  metadata,
  spec: any,
  status: any,
  involvedObject: any,
  keys: any,
  data: any,
  endpoints: any,
  type: any,
})

/** As the adapter hands it on. */
const read = (kind: KindName, object: unknown): AnyObject | undefined => {
  // Over the wire, so that no more comes than JSON can say.
  const tidied = tidyObject(kind, JSON.parse(JSON.stringify(object)))
  return tidied && new SharedParts().share(tidied)
}
const workloads: readonly KindName[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ReplicaSet', 'Job']
const port = (objects: readonly AnyObject[]) =>
  ({
    ...{ name: 'c', address: '', demo: false, trouble: null, leftOut: () => 0, health: () => null },
    objects: (kind: KindName) => objects.filter(object => object.kind === kind),
    object: () => undefined,
    sight: () => ({ state: 'seen', since: instant(0) }),
    promised: () => ({ groups: [], unknown: null }),
  }) as unknown as ClusterPort

describe('objects of any shape', () => {
  test.each(kindNames)('%s: nothing behind falls', kind => {
    fc.assert(
      fc.property(raw, raw, (one, other) => {
        const [before, after] = [read(kind, one), read(kind, other)]
        if (before === undefined || after === undefined) return
        JSON.parse(written(after).body)
        objectWords(after)
        changesOf({ at: 1, before, after }, { from: 0, scalers: new Map() })
        changesOf({ at: 1, before: null, after }, { from: 0, scalers: new Map() })
        if (kind === 'Pod') podRow(after as Pod)
        if (kind === 'Event') eventRow(after as ClusterEvent)
        if (workloads.includes(kind)) workloadRow(after as Workload)
      }),
      { seed: 5, numRuns: 30, endOnFailure: true },
    )
  })

  test('together they are a cluster that can be told of and collected from', async () => {
    const every = fc.tuple(...kindNames.map(kind => raw.map(object => read(kind, object))))
    await fc.assert(
      fc.asyncProperty(every, async all => {
        const objects = all.filter(object => object !== undefined)
        const of = <T>(kind: KindName) => objects.filter(object => object.kind === kind) as T[]
        aboutCluster(port(objects))
        nodeRows(of<Node>('Node'), of<Pod>('Pod'))
        for (const kind of kindNames) await objectRows(port(objects), kind, undefined)
        const seen = Object.fromEntries(kindNames.map(kind => [kind, of(kind)]))
        const sample = { at: instant(1), objects: seen }
        const round = performanceRound(sample, undefined, { cluster: 'c', mode: 'enhanced' })
        for (const node of of<Node>('Node')) JSON.stringify(round.ofNode(node, undefined))
        JSON.stringify(round.ofNoNode())
      }),
      { seed: 6, numRuns: 20, endOnFailure: true },
    )
  })
})

test('an annotation of a megabyte is cut, a secret under it is not there', () => {
  const pod = read('Pod', {
    metadata: { name: 'a', uid: 'u', resourceVersion: '1', annotations: { a: 'x'.repeat(1_048_576) } },
  })
  expect(JSON.stringify(pod).length).toBeLessThan(5_000)
})

test('kubelet answers that are cut anywhere are read as far as they go, or not at all', () => {
  const summary = JSON.stringify({
    node: { nodeName: 'n', cpu: { time: 'x', usageCoreNanoSeconds: -5 } },
    pods: [{ podRef: { name: 'a' } }],
  })
  const page =
    '# TYPE a counter\ncontainer_cpu_usage_seconds_total{pod="a",namespace="b",container="c",cpu="total"} 1e400 1\n'
  fc.assert(
    fc.property(fc.nat(200), fc.string({ unit: 'binary' }), (at, rest) => {
      readSummary(`${summary.slice(0, at)}${rest}`, instant(1))
      readCadvisor(`${page.slice(0, at)}${rest}`, instant(1))
    }),
    { seed: 7 },
  )
})
