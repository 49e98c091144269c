/** Where a node's kubelet serves its resource metrics: where several nodes share one kubelet, an annotation says which page is whose. */
import type { Node } from '../../model/kubernetes/index.ts'

const annotation = 'metrics.k8s.io/resource-metrics-path'

/** Whoever may annotate a node must not send us anywhere but to pages of metrics. */
const isPage = (path: string): boolean => /^\/metrics(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(path)

/** Undefined: at the usual place. */
export function resourcePathOf({ metadata }: Node): string | undefined {
  const path = metadata.annotations?.[annotation]
  return path !== undefined && isPage(path) ? path : undefined
}
