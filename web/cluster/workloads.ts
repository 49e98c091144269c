/** Kinds that have pods, and so logs and figures of their own. Pure. */
const workloads: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
])

/** Whether it makes pods. */
export const isWorkload = (kind: string): boolean => workloads.has(kind)

/** Whether it makes pods or is one. */
export const hasPods = (kind: string): boolean => kind === 'Pod' || isWorkload(kind)
