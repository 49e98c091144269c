/** Mangru itself: its pod under the restricted profile of pod security, its volume, its service. Pure. */
import type { Manifest } from '../../model/kubernetes/index.ts'
import { fullName, labels, type Release, selectorLabels } from './release.ts'
import type { InstallValues } from './values.ts'

/** As the pod, the service and the policies know them. */
export const ports = { http: 7070, https: 7443, apis: 8443 } as const

/** Nobody in the image bears it; the volume is given to it. */
const user = 10_001

export const keysSecret = (release: Release, { auth }: InstallValues): string =>
  auth.existingSecret || `${fullName(release)}-keys`
export const tlsSecret = (release: Release, { tls }: InstallValues): string =>
  tls.existingSecret || `${fullName(release)}-tls`

/** Whether any metrics API is answered. */
export const answersApis = ({ metricsApis }: InstallValues): boolean =>
  metricsApis.resource !== 'never' || metricsApis.custom || metricsApis.external

/** The names that the service is called by, for its certificate. */
export const serviceNames = (release: Release): readonly string[] => {
  const name = fullName(release)
  const { namespace } = release
  return [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`, `${name}.${namespace}`, name]
}

function serverArgs(values: InstallValues): readonly string[] {
  const { listenHost, tls, cloudwatchAgent, fluentBit } = values
  const none = cloudwatchAgent.enabled || values.containerInsights === 'none'
  return [
    'up',
    `--listen=${listenHost}:${ports.http}`,
    ...(tls.enabled
      ? [
          `--tls-listen=${listenHost}:${ports.https}`,
          '--tls-cert=/etc/mangru/tls/tls.crt',
          '--tls-key=/etc/mangru/tls/tls.key',
        ]
      : []),
    ...(tls.enabled && answersApis(values)
      ? [
          `--metrics-api-listen=${listenHost}:${ports.apis}`,
          '--metrics-api-cert=/etc/mangru/tls/tls.crt',
          '--metrics-api-key=/etc/mangru/tls/tls.key',
        ]
      : []),
    '--data=/data',
    '--auth=required',
    '--keys-from=/etc/mangru/keys',
    `--cluster-name=${values.clusterName}`,
    `--container-insights=${none ? 'off' : values.containerInsights}`,
    values.podLogs && !fluentBit.enabled ? '--pod-logs' : '--no-pod-logs',
    ...(values.watch.kinds.length > 0 ? [`--watch-kinds=${values.watch.kinds.join(',')}`] : []),
  ]
}

const probe = (path: string, more: object) => ({ httpGet: { path, port: 'http' }, ...more })

export function serverDeployment(release: Release, values: InstallValues): Manifest {
  const { image, memory, cpu, storage, tls } = values
  const tag = image.tag || release.version
  const name = fullName(release)
  const limits = { memory, ...(cpu.limit === '' ? {} : { cpu: cpu.limit }) }
  const data = storage.ephemeral
    ? { emptyDir: {} }
    : { persistentVolumeClaim: { claimName: storage.existingClaim || `${name}-data` } }
  const container = {
    name: 'mangru',
    image: `${image.repository}:${tag}`,
    imagePullPolicy: image.pullPolicy,
    args: serverArgs(values),
    env: [
      // The limit in bytes.
      {
        name: 'MANGRU_MEMORY',
        valueFrom: { resourceFieldRef: { containerName: 'mangru', resource: 'limits.memory' } },
      },
      ...values.env,
    ],
    ports: [
      { name: 'http', containerPort: ports.http },
      ...(tls.enabled ? [{ name: 'https', containerPort: ports.https }] : []),
      ...(tls.enabled && answersApis(values) ? [{ name: 'apis', containerPort: ports.apis }] : []),
    ],
    startupProbe: probe('/healthz', { periodSeconds: 2, failureThreshold: 60 }),
    livenessProbe: probe('/healthz', { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
    readinessProbe: probe('/ready', { periodSeconds: 5, timeoutSeconds: 5 }),
    resources: { requests: { cpu: cpu.request, memory }, limits },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'keys', mountPath: '/etc/mangru/keys', readOnly: true },
      ...(tls.enabled ? [{ name: 'tls', mountPath: '/etc/mangru/tls', readOnly: true }] : []),
    ],
  }
  const pod = {
    serviceAccountName: name,
    automountServiceAccountToken: true,
    // Variables of the service would be read as settings: MANGRU_….
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user },
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(image.pullSecrets.length > 0 ? { imagePullSecrets: image.pullSecrets.map(secret => ({ name: secret })) } : {}),
    ...(values.priorityClassName === '' ? {} : { priorityClassName: values.priorityClassName }),
    ...(Object.keys(values.nodeSelector).length > 0 ? { nodeSelector: values.nodeSelector } : {}),
    ...(values.tolerations.length > 0 ? { tolerations: values.tolerations } : {}),
    containers: [container],
    volumes: [
      { name: 'data', ...data },
      { name: 'tmp', emptyDir: {} },
      { name: 'keys', secret: { secretName: keysSecret(release, values) } },
      ...(tls.enabled ? [{ name: 'tls', secret: { secretName: tlsSecret(release, values) } }] : []),
    ],
  }
  const selector = selectorLabels(release, 'server')
  const annotations = Object.keys(values.podAnnotations).length > 0 ? { annotations: values.podAnnotations } : {}
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: release.namespace, labels: labels(release, 'server') },
    spec: {
      replicas: 1,
      // One process holds the folder: the old one ends before the new one begins.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selector },
      template: { metadata: { labels: selector, ...annotations }, spec: pod },
    },
  }
}

/** Undefined: no claim of ours. */
export function dataClaim(release: Release, { storage }: InstallValues): Manifest | undefined {
  if (storage.ephemeral || storage.existingClaim !== '') return undefined
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: `${fullName(release)}-data`, namespace: release.namespace, labels: labels(release, 'server') },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storage.className === '' ? {} : { storageClassName: storage.className }),
      resources: { requests: { storage: storage.size } },
    },
  }
}

export function serverService(release: Release, values: InstallValues): Manifest {
  const { tls, service } = values
  const annotations = Object.keys(service.annotations).length > 0 ? { annotations: service.annotations } : {}
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...{ name: fullName(release), namespace: release.namespace, labels: labels(release, 'server') },
      ...annotations,
    },
    spec: {
      type: service.type,
      selector: selectorLabels(release, 'server'),
      ports: [
        { name: 'http', port: ports.http, targetPort: 'http' },
        ...(tls.enabled ? [{ name: 'https', port: ports.https, targetPort: 'https' }] : []),
        ...(tls.enabled && answersApis(values) ? [{ name: 'apis', port: ports.apis, targetPort: 'apis' }] : []),
      ],
    },
  }
}
