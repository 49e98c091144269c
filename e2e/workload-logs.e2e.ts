/** Logs by pods on the demo cluster: the command line and the page, over a workload, its labels, and what an agent sent of pods that nobody saw. */
import { execFile, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser, logsClient, openPage } from './browser.ts'
import { launcher, type Server, startServer } from './server.ts'

const patience = 45_000
let server: Server

beforeAll(async () => {
  server = await startServer({ args: ['--demo'] })
}, 90_000)
afterAll(async () => {
  await server?.stop()
})

async function mangru(...words: readonly string[]): Promise<{ readonly out: string; readonly err: string }> {
  const args = [launcher, 'logs', ...words, '--url', server.url]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args).catch(error => error)
  return { out: stdout, err: stderr }
}
/** Asks until the answer is as it is to be: the demo's logs come within seconds. */
async function until(words: readonly string[], isGood: (out: string) => boolean): Promise<string> {
  const end = Date.now() + patience
  for (;;) {
    const { out, err } = await mangru(...words)
    if (isGood(out)) return out
    if (Date.now() > end) throw new Error(`mangru logs ${words.join(' ')}: ${out}${err}`)
    await sleep(500)
  }
}
const podsIn = (out: string) =>
  new Set([...out.matchAll(/^\[(backend-app-[\w-]+)\/backend-app\]/gm)].map(([, pod]) => pod))

describe('mangru logs', () => {
  test('a Deployment: all its pods, in order of time', async () => {
    const untimed = (text: string) => text.replaceAll(/^\S+Z /gm, '')
    // Right after the start the newest lines may all be of the pod whose log was read first.
    const out = await until(
      ['deploy/backend-app', '--tail', '200', '--timestamps', '--prefix'],
      text => text.split('\n').length > 200 && podsIn(untimed(text)).size > 1,
    )
    const times = out.match(/^\S+Z/gm) ?? []
    expect(times).toEqual(times.toSorted())
    expect(out).not.toContain('"kubernetes"')
  })

  test('the same by labels; a namespace where there is none of them says where they are', async () => {
    const out = await until(
      ['-l', 'app in (backend-app)', '-n', 'backend', '--tail', '50'],
      text => podsIn(text).size > 1,
    )
    expect(out).toContain('API')
    expect((await mangru('-l', 'app=backend-app', '-n', 'default')).err).toContain('There is in: backend.')
    expect((await mangru('deploy/bakend-app')).err).toContain('Near: backend-app')
  })

  test('followed live', async () => {
    const child = spawn(process.execPath, [
      launcher,
      'logs',
      'deploy/backend-app',
      '-f',
      '--tail',
      '0',
      '--url',
      server.url,
    ])
    let out = ''
    child.stdout.on('data', piece => {
      out += piece
    })
    const end = Date.now() + patience
    while (podsIn(out).size < 2 && Date.now() < end) await sleep(200)
    child.kill('SIGINT')
    const code = await new Promise(resolve => child.once('exit', resolve))
    expect([podsIn(out).size > 1, code]).toEqual([true, 0])
  })

  test('what Fluent Bit and Fluentd sent of a Deployment that Mangru never saw', async () => {
    const group = '/aws/containerinsights/demo/application'
    await until(['-n', 'backend', '--tail', '1'], text => text !== '')
    const client = logsClient(server.url)
    const [bit, d] = ['old-shop-5d9c7b8f6c-bcdfg', 'old-shop-5d9c7b8f6c-xz2b4']
    const id = 'a'.repeat(64)
    const kubernetes = (pod_name: string) => ({
      ...{ pod_name, namespace_name: 'gone', container_name: 'web', host: 'n', docker_id: id },
    })
    const now = Date.now()
    const records = [
      {
        stream: `n-application.var.log.containers.${bit}_gone_web-${id}.log`,
        record: {
          time: new Date(now).toISOString(),
          stream: 'stderr',
          _p: 'F',
          log: 'by Fluent Bit',
          kubernetes: kubernetes(bit),
        },
      },
      {
        stream: `${d}_gone_web-${id}`,
        record: { log: 'by Fluentd\n', stream: 'stdout', docker: { container_id: id }, kubernetes: kubernetes(d) },
      },
    ]
    for (const { stream, record } of records) {
      await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }))
      const logEvents = [{ timestamp: now, message: JSON.stringify(record) }]
      await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }))
    }
    const out = await until(['deploy/old-shop', '-n', 'gone'], text => text.split('\n').length > 2)
    expect(out.split('\n').toSorted()).toEqual(['', `[${bit}/web] by Fluent Bit`, `[${d}/web] by Fluentd`])
  })
})

describe('an API server’s audit webhook', () => {
  test('stores each event once, where EKS puts it', async () => {
    const at = new Date().toISOString()
    const event = (auditID: string) => ({
      ...{
        level: 'Metadata',
        auditID,
        stage: 'ResponseComplete',
        verb: 'delete',
        requestURI: '/api/v1/namespaces/shop/pods/a',
      },
      ...{ user: { username: 'kim' }, objectRef: { resource: 'pods', name: 'a' }, responseStatus: { code: 200 } },
      ...{ requestReceivedTimestamp: at, stageTimestamp: at },
    })
    const send = async (...ids: readonly string[]) => {
      const body = JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: ids.map(event) })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/api/kubernetes/audit/demo`, { method: 'POST', headers, body })
      return [answer.status, await answer.json()]
    }
    expect(await send('a', 'b')).toEqual([200, { stored: 2, repeated: 0, leftOut: 0 }])
    expect(await send('b', 'c')).toEqual([200, { stored: 1, repeated: 1, leftOut: 0 }])
    const words = [
      '/aws/eks/demo/cluster',
      '--stream-prefix',
      'kube-apiserver-audit-',
      '--pattern',
      '{ $.verb = "delete" }',
    ]
    const out = await until(words, text => text.split('\n').length > 3)
    expect(out.match(/"auditID":"\w"/g)?.toSorted()).toEqual(['"auditID":"a"', '"auditID":"b"', '"auditID":"c"'])
  })
})

describe.skipIf(!hasBrowser)('the Logs page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  test('a workload is chosen with completion, its pods’ lines come, and the address says so', async () => {
    const { page, troubles, close } = await openPage(browser, `${server.url}/logs`)
    await page.getByRole('button', { name: 'Workload or pods…' }).click()
    await page.getByRole('combobox', { name: 'Workload or pod' }).fill('backend-app · b')
    await page.getByRole('option', { name: 'Deployment/backend-app · backend' }).click()
    await page.getByRole('button', { name: 'Show logs' }).click()
    const lines = page.getByRole('region', { name: 'Log lines' })
    await lines.getByText('backend-app-').first().waitFor({ timeout: patience })
    const { searchParams } = new URL(page.url())
    expect([searchParams.get('workload'), searchParams.get('ns')]).toEqual(['Deployment/backend-app', 'backend'])
    await page.getByText(/^\d+ pods/).waitFor()
    expect(await lines.getByText('frontend-').count()).toBe(0)
    expect(troubles).toEqual([])
    await close()
  })

  test('a workload that is not there: what is near', async () => {
    const looks = { refused: /api\/cluster\/logs/, language: 'ko-KR' } as const
    const { page, troubles, close } = await openPage(
      browser,
      `${server.url}/logs?workload=Deployment/bakend-app`,
      looks,
    )
    await page.getByText('비슷한 이름: backend-app.').waitFor({ timeout: patience })
    expect(troubles).toEqual([])
    await close()
  })
})
