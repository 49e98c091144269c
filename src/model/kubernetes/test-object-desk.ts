/**
 * An `ObjectDesk` in memory, for tests: what is applied is merged and remembers who set it, what is removed takes what hangs on it along, a namespace goes
 * when it is empty. As true as the real one: both pass `object-desk.contract.ts`.
 */
import { err, ok } from '../result.ts'
import { apiVersionOf } from './kinds.ts'
import type { Manifest, ObjectDesk, ServedKind } from './object-desk.ts'
import type { ClusterError } from './port.ts'

export interface TestObjectDesk extends ObjectDesk {
  /** As another manager would: `apply` meets it as it is. Dependents name their owner by `ownerReferences`. */
  put(kind: string, object: object, manager?: string): void
  /** `Kind namespace/name` of all that is there, sorted. */
  names(): readonly string[]
  object(name: string): Manifest | undefined
  /** While this answers an error, the call fails by it; `what` is `Kind namespace/name`. */
  fail: (call: 'read' | 'apply' | 'remove' | 'list', what: string) => ClusterError | undefined
  /** Objects whose removal is begun go after so many lists (count). */
  slow: number
}

const core = { group: '', version: 'v1' }
const kind = (group: string, version: string, plural: string, name: string, namespaced = true): ServedKind => ({
  ...{ group, version, plural, namespaced },
  kind: name,
})

export const testKinds: readonly ServedKind[] = [
  { ...core, plural: 'namespaces', namespaced: false, kind: 'Namespace' },
  { ...core, plural: 'nodes', namespaced: false, kind: 'Node' },
  ...[
    ['configmaps', 'ConfigMap'],
    ['secrets', 'Secret'],
    ['services', 'Service'],
    ['pods', 'Pod'],
    ['events', 'Event'],
    ['serviceaccounts', 'ServiceAccount'],
    ['persistentvolumeclaims', 'PersistentVolumeClaim'],
  ].map(([plural = '', name = '']) => kind('', 'v1', plural, name)),
  kind('apps', 'v1', 'deployments', 'Deployment'),
  kind('apps', 'v1', 'daemonsets', 'DaemonSet'),
  kind('apps', 'v1', 'replicasets', 'ReplicaSet'),
  kind('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  kind('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy'),
  kind('rbac.authorization.k8s.io', 'v1', 'roles', 'Role'),
  kind('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'RoleBinding'),
  kind('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'ClusterRole', false),
  kind('rbac.authorization.k8s.io', 'v1', 'clusterrolebindings', 'ClusterRoleBinding', false),
  kind('apiregistration.k8s.io', 'v1', 'apiservices', 'APIService', false),
]

interface Kept {
  object: Manifest
  manager: string
  /** Lists until it is gone. */
  going?: number
}

export function testObjectDesk(): TestObjectDesk {
  const kept = new Map<string, Kept>()
  let made = 0
  const keyOf = (name: string, namespace: string | undefined, object: string) =>
    `${name} ${namespace === undefined ? '' : `${namespace}/`}${object}`
  const kindAt = (group: string, plural: string) =>
    testKinds.find(one => one.group === group && one.plural === plural) as ServedKind
  const take = (key: string) => {
    const uid = kept.get(key)?.object.metadata.uid
    kept.delete(key)
    for (const [other, { object }] of kept)
      if (object.metadata.ownerReferences?.some(owner => owner.uid === uid)) take(other)
  }
  /** What is being removed comes nearer to its end each time that somebody looks. */
  const look = () => {
    for (const [key, one] of kept) {
      if (one.going === undefined) continue
      if (one.object.kind === 'Namespace')
        for (const [inner, { object }] of kept) if (object.metadata.namespace === one.object.metadata.name) take(inner)
      if (one.going-- <= 0) take(key)
    }
  }
  const desk: TestObjectDesk = {
    fail: () => undefined,
    slow: 0,
    put: (name, object, manager = 'somebody') => {
      const { metadata } = object as Manifest
      const found = testKinds.find(one => one.kind === name) as ServedKind
      const identity = { apiVersion: apiVersionOf(found), kind: name }
      const uid = `uid-${++made}`
      const whole = { ...object, ...identity, metadata: { uid, ...metadata } }
      kept.set(keyOf(name, metadata.namespace, metadata.name), { object: whole, manager })
    },
    names: () => [...kept.keys()].sort(),
    object: name => kept.get(name)?.object,
    read: async ({ resource, namespace, name }) => {
      const key = keyOf(kindAt(resource.group, resource.plural).kind, namespace, name)
      const trouble = desk.fail('read', key)
      return trouble ? err(trouble) : ok(kept.get(key)?.object)
    },
    apply: async ({ namespace, name }, object, { dryRun, force }) => {
      const key = keyOf(object.kind, namespace, name)
      const trouble = desk.fail('apply', key)
      if (trouble) return err(trouble)
      const given = namespace === undefined || ['default', 'kube-system'].includes(namespace)
      if (!given && !kept.has(`Namespace ${namespace}`))
        return err({ code: 'not-found', message: `namespaces "${namespace}" not found` })
      const before = kept.get(key)
      const same = before !== undefined && contains(before.object, object)
      if (before !== undefined && before.manager !== 'mangru' && !force && !same)
        return err({ code: 'refused', status: 409, message: `conflict with "${before.manager}"` })
      const uid = before?.object.metadata.uid ?? `uid-${++made}`
      const whole = { ...before?.object, ...object, metadata: { ...object.metadata, uid } } as Manifest
      if (!dryRun) kept.set(key, { object: whole, manager: 'mangru' })
      return ok(whole)
    },
    remove: async ({ resource, namespace, name }, { dryRun }) => {
      const key = keyOf(kindAt(resource.group, resource.plural).kind, namespace, name)
      const trouble = desk.fail('remove', key)
      if (trouble) return err(trouble)
      const found = kept.get(key)
      if (found === undefined) return ok(false)
      if (!dryRun) {
        found.going = desk.slow
        found.object = { ...found.object, metadata: { ...found.object.metadata, deletionTimestamp: 'now' } }
        if (desk.slow === 0) look()
      }
      return ok(true)
    },
    list: async ({ kind: name }, { namespace, labels }) => {
      const trouble = desk.fail('list', name)
      if (trouble) return err(trouble)
      look()
      const wanted = (labels ?? '').split(',').filter(Boolean)
      const has = ({ metadata }: Manifest, pair: string) => {
        const [label = '', value] = pair.split('=')
        return metadata.labels?.[label] === value
      }
      const all = [...kept.values()].map(({ object }) => object)
      return ok(
        all
          .filter(object => object.kind === name)
          .filter(object => namespace === undefined || object.metadata.namespace === namespace)
          .filter(object => wanted.every(pair => has(object, pair))),
      )
    },
    kinds: async () => ok({ kinds: testKinds, silent: [] }),
    close: () => undefined,
  }
  return desk
}

/** Whether everything in `less` stands in `more` as well. */
function contains(more: unknown, less: unknown): boolean {
  if (typeof less !== 'object' || less === null || typeof more !== 'object' || more === null) return more === less
  return Object.entries(less).every(([name, value]) => contains((more as Record<string, unknown>)[name], value))
}
