/** Logs of a control plane that runs in pods of its own cluster (kubeadm, kOps and the like), under the names that EKS gives them. */

/** What a container of such a pod is called, and what EKS calls the beginning of its stream. */
const parts: Readonly<Record<string, string>> = {
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'cloud-controller-manager': 'cloud-controller-manager',
  'aws-cloud-controller-manager': 'cloud-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  'aws-iam-authenticator': 'authenticator',
}

/** `kube-scheduler-<32 hex digits>`, one stream for each instance; undefined: the container is no part of a control plane. `containerId`: hex digits. */
export function controlPlaneStream({
  namespace,
  pod,
  container,
  containerId,
}: {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly containerId: string
}): string | undefined {
  const part = Object.hasOwn(parts, container) ? parts[container] : undefined
  if (part === undefined || namespace !== 'kube-system' || !pod.startsWith(`${container}-`)) return undefined
  return `${part}-${containerId.slice(0, 32)}`
}
