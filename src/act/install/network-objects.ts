/** What may reach Mangru, and what a drain may do to it. Pure. */
import type { Manifest } from '../../model/kubernetes/index.ts'
import { fullName, labels, type Release, selectorLabels } from './release.ts'
import { answersApis } from './server-objects.ts'
import type { InstallValues } from './values.ts'

export function networkObjects(release: Release, values: InstallValues): readonly Manifest[] {
  const { networkPolicy, podDisruptionBudget, tls } = values
  const metadata = { name: fullName(release), namespace: release.namespace, labels: labels(release, 'server') }
  const selector = { matchLabels: selectorLabels(release, 'server') }
  const peers = networkPolicy.from.length > 0 ? networkPolicy.from : [{ namespaceSelector: {} }]
  const policy: Manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: selector,
      policyTypes: ['Ingress'],
      ingress: [
        { from: peers, ports: [{ port: 'http' }, ...(tls.enabled ? [{ port: 'https' }] : [])] },
        // The API server comes from outside of the cluster's network, and proves itself by its certificate.
        ...(tls.enabled && answersApis(values) ? [{ ports: [{ port: 'apis' }] }] : []),
      ],
    },
  }
  const budget: Manifest = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: {
      maxUnavailable: podDisruptionBudget.maxUnavailable,
      selector,
      // A pod that is not ready keeps nothing: it must not hold a drain.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  }
  return [...(networkPolicy.enabled ? [policy] : []), ...(podDisruptionBudget.enabled ? [budget] : [])]
}
