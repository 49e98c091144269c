/**
 * The image, made without a container engine, as a pod on the real node: by `mangru install`, in a namespace that enforces the restricted profile. It watches
 * the cluster by its own account and answers `kubectl top`. Needs the built page.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { eventually } from './harness/index.ts'
import { theCluster } from './the-cluster.ts'

const root = join(import.meta.dirname, '..', '..')
const it = theCluster()
const isBuilt = existsSync(join(root, 'web', 'dist', 'index.html'))
if (!isBuilt) console.warn('The image is not tried: the page is not built (npm run build:web).')

test.skipIf(it?.node === undefined || !isBuilt)(
  'the image runs as a pod, sees its cluster, answers kubectl top, and goes',
  async () => {
    const { plane, node } = it as NonNullable<typeof it>
    const folder = mkdtempSync(join(tmpdir(), 'mangru-image-'))
    const mangru = (...args: readonly string[]) =>
      spawnSync(join(root, 'bin', 'mangru'), [...args, '-n', 'from-image', '--kubeconfig', plane.kubeconfig], {
        encoding: 'utf8',
      })
    try {
      const archive = join(folder, 'mangru.tar')
      const made = spawnSync(process.execPath, ['deploy/image/archive.mjs', 'localhost/mangru:e2e', archive], {
        cwd: root,
        encoding: 'utf8',
      })
      expect([made.status, made.stdout]).toEqual([0, expect.stringContaining(' MB')])
      node?.ctr(['images', 'import', archive])
      rmSync(archive)
      const values = {
        image: { pullPolicy: 'Never' },
        storage: { ephemeral: true },
        memory: '1Gi',
        nodeSelector: { type: 'real' },
        // There is no proxy for the cluster's services on this node.
        env: [
          { name: 'KUBERNETES_SERVICE_HOST', value: plane.place.address },
          { name: 'KUBERNETES_SERVICE_PORT', value: String(plane.place.ports.api) },
        ],
      }
      writeFileSync(join(folder, 'values.yaml'), stringify(values))
      const done = mangru(
        'install',
        '--image',
        'localhost/mangru:e2e',
        '--cluster-name',
        'inside',
        '--values',
        join(folder, 'values.yaml'),
      )
      expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('Installed')])
      await eventually(
        'kubectl top',
        () => plane.kubectl(['top', 'pods', '-n', 'from-image', '--no-headers']).includes('mangru'),
        {
          ...{ within: 180_000, every: 1_000 },
        },
      )
      const pods = JSON.parse(plane.kubectl(['get', 'pods', '-n', 'from-image', '-o', 'json'])) as {
        items: { status: { podIP: string; containerStatuses: { ready: boolean; restartCount: number }[] } }[]
      }
      const [pod] = pods.items
      expect(pod?.status.containerStatuses[0]).toMatchObject({ ready: true, restartCount: 0 })
      const token = plane.kubectl([
        ...['get', 'secret', 'mangru-keys', '-n', 'from-image'],
        ...['-o', 'go-template={{index .data "operator.token" | base64decode}}'],
      ])
      const at = `http://${pod?.status.podIP}:7070`
      expect((await fetch(`${at}/api/cluster`)).status).toBe(401)
      const answer = await fetch(`${at}/api/cluster`, { headers: { authorization: `Bearer ${token}` } })
      const cluster = (await answer.json()) as { name: string; kinds: { kind: string; state: string }[] }
      expect(cluster.name).toBe('inside')
      expect(cluster.kinds.filter(({ state }) => state !== 'seen').map(({ kind }) => kind)).toEqual(['Secret'])
      expect(await (await fetch(at)).text()).toContain('<html')
      const keys = plane.kubectl(['exec', 'deploy/mangru', '-n', 'from-image', '--', 'mangru', 'keys', 'list'])
      expect(keys).toContain('operator of the key folder')
    } finally {
      const gone = mangru('uninstall')
      rmSync(folder, { recursive: true, force: true })
      expect([gone.status, gone.stderr]).toEqual([0, expect.stringContaining('nothing of Mangru is left')])
    }
  },
  400_000,
)
