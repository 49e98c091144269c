/** Each test's own corner of the cluster, and pods of the real node in it. */
import { type ControlPlane, eventually, linkPodLogs } from './harness/index.ts'

/** Made, with the account that pods need; resolves when pods may come. */
export async function makeNamespace({ api }: ControlPlane, name: string): Promise<void> {
  await api.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  await eventually(
    `the account of ${name}`,
    async () => (await api.call('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status === 200,
  )
}

/** Its pods are killed at once; what else is in it goes by itself. */
export async function dropNamespace({ api }: ControlPlane, name: string): Promise<void> {
  await api.delete(`/api/v1/namespaces/${name}/pods`, { gracePeriodSeconds: 0 })
  await api.delete(`/api/v1/namespaces/${name}`)
}

export interface PodWish {
  readonly namespace: string
  readonly name: string
  /** A line for the shell. */
  readonly script: string
  readonly labels?: Readonly<Record<string, string>>
  readonly resources?: object
  readonly image?: string
  /** `Never` lets it end; `Always` unless told. */
  readonly restartPolicy?: string
}

/** A pod of one container `app` on the real node, whose kubelet serves its log files. */
export async function makeRealPod({ api, place }: ControlPlane, wish: PodWish): Promise<void> {
  const { namespace, name, script, labels = {}, resources = {}, image = 'busybox:1', restartPolicy = 'Always' } = wish
  await api.create(`/api/v1/namespaces/${namespace}/pods`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      nodeSelector: { type: 'real' },
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      restartPolicy,
      containers: [{ name: 'app', image, imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', script], resources }],
    },
  })
  const { metadata } = await api.get(`/api/v1/namespaces/${namespace}/pods/${name}`)
  linkPodLogs(place.folder, `${namespace}_${name}_${metadata.uid}`)
}

// biome-ignore lint/suspicious/noExplicitAny: a pod as the API server tells it
export const podOf = ({ api }: ControlPlane, namespace: string, name: string): Promise<any> =>
  api.get(`/api/v1/namespaces/${namespace}/pods/${name}`)

export const runs = (plane: ControlPlane, namespace: string, name: string): Promise<unknown> =>
  eventually(`pod ${namespace}/${name} to run`, async () => {
    const { status } = await podOf(plane, namespace, name)
    return status.phase === 'Running' && status.containerStatuses?.[0]?.state?.running !== undefined
  })
