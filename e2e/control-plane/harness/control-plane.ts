/**
 * A real control plane: etcd, API server, controllers, scheduler and kwok, each a process of its own, in a folder of its own. Needs no root. Whoever knows
 * the folder can open it from another process: to look, to stop a part and to start it again.
 */
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Api, openApi } from './api.ts'
import type { Binaries } from './binaries.ts'
import { kubeconfigText, makeAccountKeys, makeAuthority, makeCertificate } from './certificates.ts'
import { apiServerFlags, controllerFlags, etcdFlags, kwokFlags, schedulerFlags } from './flags.ts'
import { argsOfPart, lastWords, partNames, pidOfPart, startPart, startPartAgain, stopPart } from './parts.ts'
import { eventually } from './patience.ts'
import { machineAddress, makePlace, type Place, readPlace } from './place.ts'

export interface ControlPlaneOptions {
  readonly binaries: Binaries
  /** What the cluster is called; `e2e` unless told. */
  readonly cluster?: string
  /** After the API server's own flags: an audit webhook, for one. */
  readonly apiServerArgs?: readonly string[]
  readonly controllerArgs?: readonly string[]
}

export interface ControlPlane {
  readonly place: Place
  /** Of an administrator, everything inside. */
  readonly kubeconfig: string
  readonly api: Api
  /** Standard output; rejects with what kubectl said on the other. */
  kubectl(args: readonly string[], input?: string): string
  /** Server-side apply of YAML or JSON. */
  apply(manifest: string | object): string
  /** Another client: makes its certificate and kubeconfig, and gives the file's path. */
  client(file: string, wish: Parameters<typeof makeCertificate>[2]): Promise<string>
  /** `apiserver`, `etcd`, `controllers`, `scheduler`, `kwok`, and those of the real node: `containerd`, `kubelet`. */
  stopPart(name: string): Promise<void>
  /** As the kernel does when memory runs out. */
  killPart(name: string): Promise<void>
  /** Just as it was, or with flags changed; resolves when the process is there, not when it is ready. */
  startPart(name: string, change?: (args: readonly string[]) => readonly string[]): void
  pid(name: string): number | undefined
  /** Resolves when the API server answers that it is ready. */
  ready(): Promise<void>
  /** Ends every process and removes the folder. The real node has a stop of its own, which comes first. */
  stop(): Promise<void>
}

const clients = {
  admin: { name: 'admin', group: 'system:masters' },
  kwok: { name: 'kwok', group: 'system:masters' },
  'kubelet-client': { name: 'kubelet-client', group: 'system:masters' },
  controllers: { name: 'system:kube-controller-manager' },
  scheduler: { name: 'system:kube-scheduler' },
} as const

/** Resolves when pods can be made: about ten seconds. Rejects with the last words of the part that would not start. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const address = machineAddress()
  if (address === undefined) throw new Error('this machine has no IPv4 address but loopback, which Kubernetes refuses')
  const { binaries, cluster = 'e2e', apiServerArgs = [], controllerArgs = [] } = options
  const place = await makePlace(address, cluster)
  const { folder } = place
  const plane = openControlPlaneOf(place, binaries)
  try {
    await makeKeys(place)
    const files = Object.fromEntries(
      Object.keys(clients).map(name => [name, writeKubeconfig(place, name)] as const),
    ) as Record<keyof typeof clients, string>
    const start = (name: string, part: string, args: readonly string[]) =>
      startPart(folder, { name, file: binaries.path(part), args })
    start('etcd', 'etcd', etcdFlags(place))
    start('apiserver', 'kube-apiserver', [...apiServerFlags(place), ...apiServerArgs])
    await plane.ready()
    start('controllers', 'kube-controller-manager', [...controllerFlags(place, files.controllers), ...controllerArgs])
    start('scheduler', 'kube-scheduler', schedulerFlags(place, files.scheduler))
    const embedded = (what: string) => spawnSync(binaries.path('kubebox'), [what], { encoding: 'utf8' }).stdout
    plane.apply(embedded('kwok-crds'))
    await eventually('the kinds of kwok', async () => {
      const { status } = await plane.api.call('GET', '/apis/kwok.x-k8s.io/v1alpha1/stages')
      return status === 200
    })
    plane.apply(embedded('kwok-stages'))
    start('kwok', 'kwok', kwokFlags(place, files.kwok))
    await eventually('the account of pods', async () => {
      const { status } = await plane.api.call('GET', '/api/v1/namespaces/default/serviceaccounts/default')
      if (pidOfPart(folder, 'controllers') === undefined) throw new Error(lastWords(folder, 'controllers'))
      return status === 200
    })
    return plane
  } catch (error) {
    await plane.stop()
    throw error
  }
}

/** One that another process started. */
export function openControlPlane(folder: string, binaries: Binaries): ControlPlane {
  const place = readPlace(folder)
  if (place === undefined) throw new Error(`no control plane lives in ${folder}`)
  return openControlPlaneOf(place, binaries)
}

function openControlPlaneOf(place: Place, binaries: Binaries): ControlPlane {
  const { folder, ports } = place
  const kubeconfig = join(folder, 'admin.kubeconfig')
  let api: Api | undefined
  const opened = () => {
    api ??= openApi(folder, ports.api)
    return api
  }
  const kubectl = (args: readonly string[], input?: string): string => {
    const ran = spawnSync(binaries.path('kubectl'), [`--kubeconfig=${kubeconfig}`, ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1_048_576,
      ...(input === undefined ? {} : { input }),
      env: { HOME: folder, PATH: process.env.PATH },
    })
    if (ran.status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${ran.stderr || ran.error}`)
    return ran.stdout
  }
  return {
    place,
    kubeconfig,
    get api() {
      return opened()
    },
    kubectl,
    apply: manifest =>
      kubectl(
        ['apply', '--server-side', '--force-conflicts', '-f', '-'],
        typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      ),
    async client(file, wish) {
      await makeCertificate(folder, file, wish)
      return writeKubeconfig(place, file)
    },
    stopPart: name => stopPart(folder, name),
    killPart: name => stopPart(folder, name, 0),
    startPart: (name, change) => startPartAgain(folder, name, change?.(argsOfPart(folder, name))),
    pid: name => pidOfPart(folder, name),
    ready: () =>
      eventually(
        'the API server to be ready',
        async () => {
          for (const part of ['etcd', 'apiserver'])
            if (pidOfPart(folder, part) === undefined) throw new Error(lastWords(folder, part))
          return (await opened().call('GET', '/readyz')).status === 200
        },
        { within: 120_000 },
      ).then(() => undefined),
    async stop() {
      const order = ['kwok', 'scheduler', 'controllers', 'apiserver', 'etcd']
      const others = partNames(folder).filter(name => !order.includes(name))
      for (const name of [...others, ...order]) await stopPart(folder, name)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

async function makeKeys({ folder, address }: Place): Promise<void> {
  await makeAuthority(folder, 'ca')
  await makeAuthority(folder, 'front-proxy-ca')
  makeAccountKeys(folder)
  const inCluster = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc']
  await makeCertificate(folder, 'apiserver', {
    name: 'kube-apiserver',
    hosts: ['localhost', '127.0.0.1', address, '10.96.0.1', ...inCluster, 'kubernetes.default.svc.cluster.local'],
  })
  await makeCertificate(folder, 'kwok-server', { name: 'kwok', hosts: [address, 'localhost', '127.0.0.1'] })
  await makeCertificate(folder, 'front-proxy-client', { name: 'front-proxy-client' }, 'front-proxy-ca')
  for (const [file, wish] of Object.entries(clients)) await makeCertificate(folder, file, wish)
}

function writeKubeconfig({ folder, ports, cluster }: Place, file: string): string {
  const path = join(folder, `${file}.kubeconfig`)
  writeFileSync(path, kubeconfigText(folder, file, `https://127.0.0.1:${ports.api}`, cluster), { mode: 0o600 })
  return path
}
