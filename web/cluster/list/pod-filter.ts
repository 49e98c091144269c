/** Pods and the filter: what of a pod may be asked for by name is the same in the list, on the map and in the tree. Pure. */
import type { ApiClusterPod } from '../../../src/model/index.ts'
import { type Term, wanted } from './filter.ts'

/** `workload` and `kind` are those of what the pod belongs to. */
export const podFields = ({ name, namespace, status, node, restarts, workload }: ApiClusterPod) => ({
  ...{ name, namespace, status, node, restarts: String(restarts) },
  ...{ workload: workload?.name ?? '', kind: workload?.kind ?? '' },
})

/** Where pods have no cells: words are looked for in what names them. */
export function podWanted(terms: readonly Term[], pod: ApiClusterPod): boolean {
  const fields = podFields(pod)
  const { name, namespace, status, node, workload } = fields
  const cells = [name, namespace, status, node, workload].map(text => ({ text }))
  return wanted(terms, { cells, labels: pod.labels, fields })
}
