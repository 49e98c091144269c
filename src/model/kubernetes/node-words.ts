/** A node's status in words: Ready or why not, cordoned, under pressure. */

import type { Said } from '../said.ts'
import type { Node } from './cluster-objects.ts'
import { readTime } from './time.ts'
import type { Words } from './words.ts'

export function nodeWords(node: Node): Words {
  const conditions = node.status?.conditions ?? []
  const ready = conditions.find(({ type }) => type === 'Ready')
  const isReady = ready?.status === 'True'
  const why: Said[] = []
  if (!isReady) {
    const since = readTime(ready?.lastTransitionTime) ?? 0
    // Unknown: the kubelet has been silent.
    const code = ready === undefined || ready.status === 'Unknown' ? 'node-silent' : 'node-not-ready'
    why.push({ code, values: { since, message: ready?.message ?? '' } })
  }
  // The cluster still believes it ready, for forty seconds and more.
  const silence = isReady ? node.silence : undefined
  if (silence !== undefined) why.push({ code: 'node-no-heartbeat', values: { ...silence } })
  for (const { type, status, message = '', lastTransitionTime } of conditions) {
    if (type === 'Ready' || status !== 'True') continue
    const since = readTime(lastTransitionTime) ?? 0
    why.push({ code: 'node-pressure', values: { condition: type, message, since } })
  }
  if (node.spec?.unschedulable) why.push({ code: 'node-cordoned', values: {} })
  const words = [
    silence ? 'Silent' : isReady ? 'Ready' : 'NotReady',
    ...(node.spec?.unschedulable ? ['SchedulingDisabled'] : []),
  ]
  const bad = why.some(({ code }) => code !== 'node-cordoned')
  return { status: words.join(','), tone: bad ? 'bad' : why.length > 0 ? 'waiting' : 'good', why }
}

const groupLabels = [
  'eks.amazonaws.com/nodegroup',
  'karpenter.sh/nodepool',
  'alpha.eksctl.io/nodegroup-name',
  'kops.k8s.io/instancegroup',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
]

/** The group that a node belongs to, by the labels of those who make groups; null: none says. */
export function nodeGroupOf(node: Node): string | null {
  for (const label of groupLabels) {
    const value = node.metadata.labels?.[label]
    if (value) return value
  }
  return null
}

/** `worker`, `control-plane`, …; by the labels that kubectl reads. */
export function nodeRolesOf(node: Node): readonly string[] {
  const prefix = 'node-role.kubernetes.io/'
  return Object.keys(node.metadata.labels ?? {})
    .filter(label => label.startsWith(prefix) && label.length > prefix.length)
    .map(label => label.slice(prefix.length))
    .sort()
}
