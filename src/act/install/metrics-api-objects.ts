/** The metrics APIs that Mangru answers for the API server, as autoscalers and `kubectl top` ask for them. Pure. */
import type { Manifest } from '../../model/kubernetes/index.ts'
import { fullName, labels, type Release } from './release.ts'
import { ports } from './server-objects.ts'
import type { InstallValues } from './values.ts'

/** Who answers `metrics.k8s.io` in a cluster. */
export const resourceMetricsApi = 'v1beta1.metrics.k8s.io'

/** `caBundle`: PEM of the authority in base64. */
export function metricsApiObjects(release: Release, values: InstallValues, caBundle: string): readonly Manifest[] {
  const { metricsApis, tls } = values
  if (!tls.enabled) return []
  const service = (group: string, version: string): Manifest => ({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: labels(release, 'metrics-apis') },
    spec: {
      ...{ group, version, groupPriorityMinimum: 100, versionPriority: 100, caBundle },
      service: { name: fullName(release), namespace: release.namespace, port: ports.apis },
    },
  })
  return [
    ...(metricsApis.resource === 'never' ? [] : [service('metrics.k8s.io', 'v1beta1')]),
    ...(metricsApis.custom ? [service('custom.metrics.k8s.io', 'v1beta2')] : []),
    ...(metricsApis.external ? [service('external.metrics.k8s.io', 'v1beta1')] : []),
  ]
}
