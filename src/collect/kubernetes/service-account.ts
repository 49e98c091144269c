/**
 * The cluster that we run in ourselves: a pod is told where the API server is by its environment, and is given a token that turns over on disk and the
 * authority that signed the server. Whoever reads these files reads them again (`credentials.ts`).
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterAccess } from './kubeconfig.ts'

/** Where the kubelet mounts them. */
const mounted = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Undefined: this is no pod, or one without a service account's token. Such an account has no name for its cluster, so it is handed in. */
export function serviceAccountAccess(
  env: Readonly<Record<string, string | undefined>>,
  cluster: string,
  folder = mounted,
): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env
  const token = join(folder, 'token')
  if (!host || !existsSync(token)) return undefined
  const address = `https://${host.includes(':') ? `[${host}]` : host}:${port}`
  if (!URL.canParse(address)) return undefined
  const authority = join(folder, 'ca.crt')
  return {
    ...{ context: 'service account', cluster, server: new URL(address), insecure: false },
    ...(existsSync(authority) ? { authority: { file: authority } } : {}),
    token: { file: token },
  }
}
