/**
 * The workload that a pod belongs to, by its name alone: what a controller generated at the end falls away. The endings are Kubernetes'
 * own: five letters or digits without vowels and lookalikes, a template hash of up to ten before them, an ordinal, a CronJob's minute.
 */

const generated = '[bcdfghjklmnpqrstvwxz2456789]'
const endings: readonly RegExp[] = [
  // CronJob → Job → Pod: `batch-29384720-x7k2p`
  new RegExp(`-\\d{8,11}-${generated}{5}$`),
  // Deployment → ReplicaSet → Pod: `api-7c9f8d6b5-x7k2p`
  new RegExp(`-${generated}{6,10}-${generated}{5}$`),
  // DaemonSet, ReplicaSet or Job → Pod: `agent-x7k2p`
  new RegExp(`-${generated}{5}$`),
  // StatefulSet: `db-0`; an indexed Job is `job-0-x7k2p`, of which the ending above leaves `job-0`.
  /-\d{1,5}$/,
]

/** `''` stays `''`. A pod that nobody manages keeps its name, unless that looks generated. */
export function workloadOf(pod: string): string {
  for (const ending of endings) {
    const cut = pod.replace(ending, '')
    if (cut !== pod && cut !== '') return cut
  }
  return pod
}
