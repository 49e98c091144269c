/** Which nodes a pod may go to, and why not to the others, in kube-scheduler's words. */
import type { Pod, Taint, Toleration } from '../../model/kubernetes/index.ts'
import type { NodeRun, PodRun } from '../world/running.ts'

/** The taints of a node as the scheduler sees them. */
export function taintsOf({ ready, diskPressure, cordoned }: NodeRun): Taint[] {
  const taints: Taint[] = []
  if (!ready) taints.push({ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' })
  if (diskPressure) taints.push({ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' })
  if (cordoned) taints.push({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' })
  return taints
}

const tolerates = (tolerations: readonly Toleration[], taint: Taint): boolean =>
  tolerations.some(
    ({ key, operator, value, effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  )

/** Undefined: the pod may go there. */
export function refusal({ spec }: Pod, run: PodRun, node: NodeRun): string | undefined {
  if (run.onlyNode !== undefined && run.onlyNode !== node.name) return "node(s) didn't satisfy plugin(s) [NodeAffinity]"
  const taint = taintsOf(node).find(candidate => !tolerates(spec.tolerations ?? [], candidate))
  if (taint !== undefined) return `node(s) had untolerated taint(s) {${taint.key}: ${taint.value ?? ''}}`
  const selector = Object.entries(spec.nodeSelector ?? {})
  if (selector.some(([key, value]) => node.labels[key] !== value))
    return "node(s) didn't match Pod's node affinity/selector"
  if (node.pods.size >= node.maxPods) return 'Too many pods'
  const { cpu, memory } = run.request
  if (cpu > 0 && node.taken.cpu + cpu > node.allocatable.cpu) return 'Insufficient cpu'
  if (memory > 0 && node.taken.memory + memory > node.allocatable.memory) return 'Insufficient memory'
  return undefined
}

/** `0/3 nodes are available: 1 Too many pods, 2 Insufficient memory. preemption: …` */
export function explainRefusals(refusals: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  const total = refusals.length
  const victims = [...counts].filter(([reason]) => reason.startsWith('Insufficient') || reason === 'Too many pods')
  const withVictims = victims.reduce((sum, [, count]) => sum + count, 0)
  const preemption = [
    ...(withVictims > 0 ? [`${withVictims} No preemption victims found for incoming pod`] : []),
    ...(total > withVictims ? [`${total - withVictims} Preemption is not helpful for scheduling`] : []),
  ]
  if (total === 0) return 'no nodes available to schedule pods'
  return `0/${total} nodes are available: ${reasons.join(', ')}. preemption: 0/${total} nodes are available: ${preemption.join(', ')}.`
}
