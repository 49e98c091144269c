/** The audit log of a real API server: by its webhook, set up with the files that `mangru control-plane-logs` prints, and by its file. Each event once. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launcher } from '../server.ts'
import { eventually } from './harness/index.ts'
import { type Mangru, startMangru } from './mangru.ts'
import { dropNamespace, makeNamespace } from './namespaces.ts'
import { theCluster } from './the-cluster.ts'

const it = theCluster()
const namespace = 'audited'

interface Audited {
  readonly kind: string
  readonly auditID: string
  readonly stage: string
  readonly verb: string
  readonly user: { readonly username: string }
  readonly objectRef?: { readonly resource: string; readonly namespace?: string; readonly name?: string }
}

describe.skipIf(it === undefined)('a real API server’s audit log', () => {
  const { plane } = it ?? ({} as NonNullable<typeof it>)
  let mangru: Mangru
  let from: number

  beforeAll(async () => {
    from = Date.now() - 60_000
    const file = join(plane.place.folder, 'audit.log')
    mangru = await startMangru(plane.kubeconfig, { args: ['--audit-log', `by-file=${file}`] })
    const asked = ['control-plane-logs', 'webhook', '--cluster', 'by-webhook', '--server', mangru.server.url]
    const webhook = join(plane.place.folder, 'audit-webhook.kubeconfig')
    writeFileSync(webhook, execFileSync(process.execPath, [launcher, ...asked]))
    await plane.stopPart('apiserver')
    plane.startPart('apiserver', flags => [
      ...flags,
      `--audit-webhook-config-file=${webhook}`,
      '--audit-webhook-mode=batch',
      '--audit-webhook-batch-max-wait=1s',
      '--audit-webhook-initial-backoff=1s',
    ])
    await plane.ready()
    await makeNamespace(plane, namespace)
    const metadata = { name: 'told', namespace }
    plane.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'b' } })
    plane.apply({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: 'hunter2' } })
    plane.kubectl(['delete', 'configmap', 'told', '-n', namespace])
  }, 180_000)
  afterAll(async () => {
    await dropNamespace(plane, namespace)
    await plane.stopPart('apiserver')
    plane.startPart('apiserver', flags => flags.filter(flag => !flag.startsWith('--audit-webhook-')))
    await plane.ready()
    await mangru?.stop()
  }, 120_000)

  const eventsOf = async (cluster: string): Promise<readonly Audited[]> =>
    (await mangru.messages(`/aws/eks/${cluster}/cluster`, from)).map(message => JSON.parse(message))

  test.each(['by-webhook', 'by-file'])(
    '%s: who deleted what, as EKS tells it, each once, without secrets',
    async cluster => {
      const deleted = await eventually(
        'the deletion to be told',
        async () =>
          (await eventsOf(cluster)).find(
            ({ verb, objectRef }) =>
              verb === 'delete' && objectRef?.resource === 'configmaps' && objectRef.name === 'told',
          ),
        { within: 60_000 },
      )
      expect(deleted).toMatchObject({ kind: 'Event', stage: 'ResponseComplete', objectRef: { namespace } })
      const events = await eventsOf(cluster)
      const keys = events.map(({ auditID, stage }) => `${auditID} ${stage}`)
      expect(new Set(keys).size).toBe(keys.length)
      expect(
        events.some(({ objectRef }) => objectRef?.resource === 'secrets' && objectRef.namespace === namespace),
      ).toBe(true)
      expect(JSON.stringify(events)).not.toContain('hunter2')
    },
  )

  test('Mangru away: what stands in the file meanwhile comes when it is back, each once', async () => {
    const { dataDir, url } = mangru.server
    await mangru.server.kill()
    plane.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'meanwhile', namespace }, data: {} })
    const listen = ['--listen', new URL(url).host]
    mangru = await startMangru(plane.kubeconfig, {
      dataDir,
      args: [...listen, '--audit-log', `by-file=${join(plane.place.folder, 'audit.log')}`],
    })
    const events = await eventually(
      'the file to tell',
      async () => {
        const told = await eventsOf('by-file')
        return told.some(({ objectRef }) => objectRef?.name === 'meanwhile') && told
      },
      { within: 90_000 },
    )
    const keys = events.map(({ auditID, stage }) => `${auditID} ${stage}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
