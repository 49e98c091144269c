/**
 * A real node on this machine: containerd, runc and a kubelet, with networks between its pods. Needs root and Debian's packages containerd, runc,
 * containernetworking-plugins and busybox-static. All that it makes lies in the folder of its control plane, but for a bridge, a cgroup and links
 * under /var/log, which `stop` takes away.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { kubeconfigText, makeCertificate, pkiPath } from './certificates.ts'
import type { ControlPlane } from './control-plane.ts'
import { readyOf } from './fake-nodes.ts'
import { busyboxImage, type Image, pauseImage, writeImage } from './images.ts'
import { cgroupOf, holdSettings, makeCgroups, networkOf, removeTraces } from './machine.ts'
import { pidOfPart, startPart, stopPart } from './parts.ts'
import { eventually } from './patience.ts'

export interface RealNode {
  readonly name: string
  /** Where its cgroups begin, in every hierarchy: `/mangru-e2e-…`. */
  readonly cgroup: string
  /** Where its containers' logs are. */
  readonly logs: string
  /** Makes an image known to the node. */
  load(image: Image): void
  /** containerd's own client, in the kubelet's namespace. Standard output; rejects when it fails. */
  ctr(args: readonly string[]): string
  /** Ends the kubelet, every container and containerd, and takes away what they left. */
  stop(): Promise<void>
}

/** Undefined: there can be one. */
export function whyNoRealNode(): string | undefined {
  if (process.getuid?.() !== 0) return 'no real node: it needs root'
  const needed = ['/usr/bin/containerd', '/usr/bin/ctr', '/usr/sbin/runc', '/usr/lib/cni/bridge', '/bin/busybox']
  const missing = needed.filter(file => !existsSync(file))
  if (missing.length === 0) return undefined
  return `no real node: ${missing.join(', ')} missing (apt-get install containerd runc containernetworking-plugins busybox-static)`
}

/** One that was started, by whichever process. */
export function openRealNode(plane: ControlPlane, name = 'real-1'): RealNode {
  const { folder } = plane.place
  const ctr = (args: readonly string[]): string => {
    const ran = spawnSync('ctr', ['--address', socketOf(folder), '--namespace', 'k8s.io', ...args], {
      encoding: 'utf8',
    })
    if (ran.status !== 0) throw new Error(`ctr ${args.join(' ')}: ${ran.stderr}`)
    return ran.stdout
  }
  return {
    ...{ name, cgroup: cgroupOf(folder), logs: join(folder, 'pod-logs'), ctr },
    load(image) {
      const archive = join(folder, 'image.tar')
      writeImage(image, archive)
      ctr(['images', 'import', archive])
    },
    async stop() {
      await stopPart(folder, 'kubelet')
      if (pidOfPart(folder, 'containerd') !== undefined) endContainers(ctr)
      await stopPart(folder, 'containerd')
      removeTraces(folder)
    },
  }
}

const socketOf = (folder: string): string => join(folder, 'run', 'containerd.sock')

/** Resolves when it is Ready and can run pods. */
export async function startRealNode(plane: ControlPlane, binaries: Binaries, name = 'real-1'): Promise<RealNode> {
  const { folder, address } = plane.place
  const node = openRealNode(plane, name)
  const { cgroup, ctr } = node
  const socket = socketOf(folder)
  for (const sub of ['run', 'cni', 'pod-logs', 'kubelet']) mkdirSync(join(folder, sub), { recursive: true })
  holdSettings(folder)
  makeCgroups(folder)
  try {
    writeFileSync(join(folder, 'containerd.toml'), containerdConfig(folder, socket))
    startPart(folder, {
      name: 'containerd',
      file: '/usr/bin/containerd',
      args: ['--config', join(folder, 'containerd.toml'), '--log-level', 'warn'],
    })
    await eventually('containerd', () => ctr(['version']) !== '')
    node.load(pauseImage)
    node.load(busyboxImage())
    await makeCertificate(folder, 'kubelet', {
      ...{ name: `system:node:${name}`, group: 'system:nodes' },
      hosts: [address, name, 'localhost', '127.0.0.1'],
    })
    const kubeconfig = join(folder, 'kubelet.kubeconfig')
    const server = `https://127.0.0.1:${plane.place.ports.api}`
    writeFileSync(kubeconfig, kubeconfigText(folder, 'kubelet', server, plane.place.cluster), { mode: 0o600 })
    writeFileSync(join(folder, 'kubelet.json'), JSON.stringify(kubeletConfig(plane, socket, cgroup)))
    startPart(folder, {
      name: 'kubelet',
      file: binaries.path('kubelet'),
      args: [
        `--config=${join(folder, 'kubelet.json')}`,
        `--kubeconfig=${kubeconfig}`,
        `--root-dir=${join(folder, 'kubelet')}`,
        `--cert-dir=${join(folder, 'pki')}`,
        `--hostname-override=${name}`,
        `--node-ip=${address}`,
        '--node-labels=type=real,topology.kubernetes.io/zone=zone-a',
        // Deprecated, and still what gives cAdvisor's rows the names of their containers.
        `--containerd=${socket}`,
      ],
    })
    const range = await eventually('the range of addresses of the node', async () => {
      const { status, json } = await plane.api.call('GET', `/api/v1/nodes/${name}`)
      return status === 200 && (json.spec.podCIDR as string | undefined)
    })
    writeFileSync(join(folder, 'cni', '10-pods.conflist'), networkConfig(folder, range))
    await eventually(`node ${name} to be Ready`, async () => (await readyOf(plane.api, name)) === 'True')
    return node
  } catch (error) {
    await node.stop()
    throw error
  }
}

/** Containers first, or each one's helper would stay. */
function endContainers(ctr: RealNode['ctr']): void {
  const listed = (what: string) =>
    ctr([what, 'ls', '-q'])
      .split('\n')
      .filter(id => id !== '')
  const trying = (args: string[]) => {
    try {
      ctr(args)
    } catch {
      // It was over already.
    }
  }
  for (const id of listed('tasks')) trying(['tasks', 'kill', '--signal', 'SIGKILL', '--all', id])
  for (const id of listed('tasks')) trying(['tasks', 'rm', '--force', id])
  for (const id of listed('containers')) trying(['containers', 'rm', id])
}

const containerdConfig = (folder: string, socket: string): string => `version = 2
root = "${join(folder, 'containerd')}"
state = "${join(folder, 'run', 'containerd')}"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper"]
[grpc]
address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${pauseImage.name}"
disable_apparmor = true
# Nobody here may lower an OOM score.
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false
Root = "${join(folder, 'run', 'runc')}"
[plugins."io.containerd.internal.v1.opt"]
path = "${join(folder, 'run', 'opt')}"
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "${join(folder, 'cni')}"
`

const kubeletConfig = ({ place: { folder, ports } }: ControlPlane, socket: string, cgroup: string): object => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  port: ports.kubelet,
  healthzPort: 0,
  containerRuntimeEndpoint: `unix://${socket}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: cgroup,
  failSwapOn: false,
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: pkiPath(folder, 'ca.crt') },
  },
  authorization: { mode: 'Webhook' },
  tlsCertFile: pkiPath(folder, 'kubelet.crt'),
  tlsPrivateKeyFile: pkiPath(folder, 'kubelet.key'),
  makeIPTablesUtilChains: false,
  enforceNodeAllocatable: ['pods'],
  evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  imageGCHighThresholdPercent: 100,
  clusterDNS: ['10.96.0.10'],
  resolvConf: '',
  oomScoreAdj: 0,
  nodeStatusUpdateFrequency: '2s',
  // Renewed every quarter of it, as by stock kubelets: every ten seconds.
  nodeLeaseDurationSeconds: 40,
  podLogsDir: join(folder, 'pod-logs'),
  volumePluginDir: join(folder, 'kubelet', 'volume-plugins'),
  containerLogMaxSize: '1Mi',
  containerLogMaxFiles: 3,
  containerLogMonitorInterval: '3s',
})

const networkConfig = (folder: string, range: string): string =>
  JSON.stringify({
    cniVersion: '0.4.0',
    name: networkOf(folder),
    plugins: [
      {
        type: 'bridge',
        bridge: networkOf(folder),
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: join(folder, 'cni-addresses'),
          ranges: [[{ subnet: range }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  })
