/** What is served here, as API servers tell it: groups, their versions, and what is in each. */
import { groups, versions } from './paths.ts'

const versionOf = (group: string, version: string) => ({ groupVersion: `${group}/${version}`, version })

export function groupDocument(group: string) {
  const all = (versions[group] ?? []).map(version => versionOf(group, version))
  return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions: all, preferredVersion: all[0] }
}

export const groupListDocument = () => ({
  ...{ kind: 'APIGroupList', apiVersion: 'v1' },
  groups: Object.keys(versions).map(group => {
    const { name, versions: all, preferredVersion } = groupDocument(group)
    return { name, versions: all, preferredVersion }
  }),
})

interface ServedResource {
  readonly name: string
  readonly singularName: string
  readonly namespaced: boolean
  readonly kind: string
  readonly verbs: readonly string[]
}

const read = ['get', 'list']

/**
 * Metrics come and go, so of the groups that serve any metric one entry stands for all: discovery would else be as large as the store, and asked for by
 * every client.
 */
const served: Readonly<Record<string, readonly ServedResource[]>> = {
  [groups.resource]: [
    { name: 'nodes', singularName: 'node', namespaced: false, kind: 'NodeMetrics', verbs: read },
    { name: 'pods', singularName: 'pod', namespaced: true, kind: 'PodMetrics', verbs: read },
  ],
  [groups.custom]: [
    { name: 'metricvalues', singularName: '', namespaced: true, kind: 'MetricValueList', verbs: ['get'] },
  ],
  [groups.external]: [
    { name: 'externalmetrics', singularName: '', namespaced: true, kind: 'ExternalMetricValueList', verbs: ['get'] },
  ],
}

export const resourceListDocument = (group: string, version: string) => ({
  ...{ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}` },
  resources: served[group] ?? [],
})
