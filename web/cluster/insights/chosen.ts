/** What the page's state chooses on a view: the object in the drawer, unless the reader chose otherwise on the view itself. Pure. */
import type { ClusterView } from '../view.ts'
import { isWorkload } from '../workloads.ts'

export function chosenByPage(
  { object, values }: Pick<ClusterView, 'object' | 'values'>,
  cluster: string,
): Readonly<Record<string, string>> {
  return { ...(cluster === '' ? {} : { cluster }), ...ofObject(object), ...values }
}

function ofObject(object: ClusterView['object']): Readonly<Record<string, string>> {
  if (object === undefined) return {}
  const { kind, namespace, name } = object
  if (kind === 'Node') return { node: name }
  if (kind === 'Namespace') return { namespace: name }
  if (kind === 'Service') return { namespace, service: name }
  // Container Insights calls the pods of a workload by its name.
  if (isWorkload(kind)) return { namespace, pod: name }
  return namespace === '' ? {} : { namespace }
}
