/** How a Mangru ends and begins again: nothing that was taken is forgotten, and two never share a folder. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { familyOf, isAlive } from '../bench/measure/index.ts'
import { type Key, logsClient, makeStreams, mustCall } from '../bench/wire/index.ts'
import { runMangru, type Server, startServer } from './server.ts'

const key: Key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
let dataDir: string
let running: Server | undefined
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mangru-'))
})
afterEach(async () => {
  if (running !== undefined && running.child.exitCode === null && running.child.signalCode === null)
    await running.kill()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

async function put(server: Server, stream: string, count: number): Promise<void> {
  const client = logsClient(server.url, key)
  await makeStreams(client, 'app', [stream])
  const now = Date.now()
  const logEvents = Array.from({ length: count }, (_, at) => ({ timestamp: now, message: `${stream} ${at}` }))
  await mustCall(client, 'PutLogEvents', { logGroupName: 'app', logStreamName: stream, logEvents })
  client.close()
}

test('SIGTERM answers what was taken, exits 0 within 10 s, and leaves no process behind', async () => {
  running = await startServer({ dataDir })
  await put(running, 'first', 10)
  const family = familyOf(running.pid)
  // On its way while the signal comes: either acknowledged, and then there, or refused.
  const underway = Promise.allSettled(Array.from({ length: 8 }, (_, at) => put(running as Server, `late-${at}`, 500)))
  await new Promise(resolve => setTimeout(resolve, 60))
  const began = performance.now()
  expect(await running.stop()).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(family.filter(isAlive)).toEqual([])
  const outcomes = await underway

  running = await startServer({ dataDir })
  const client = logsClient(running.url, key)
  const first = await mustCall(client, 'GetLogEvents', {
    logGroupName: 'app',
    logStreamName: 'first',
    startFromHead: true,
  })
  expect(first.events).toHaveLength(10)
  for (const [at, outcome] of outcomes.entries()) {
    const late = await client.call('FilterLogEvents', { logGroupName: 'app', logStreamNames: [`late-${at}`] })
    const events = (late.json.events ?? []) as readonly unknown[]
    if (outcome.status === 'fulfilled') expect(events).toHaveLength(500)
    else expect([0, 500]).toContain(events.length)
  }
  client.close()
})

test('a second process on the same folder ends with 1 and says what to do', async () => {
  running = await startServer({ dataDir })
  const { code, out, err } = await runMangru(['up', '--listen', '127.0.0.1:0', '--data', dataDir, '--no-demo'])
  expect(code).toBe(1)
  expect(out).not.toContain('ready')
  // One plain line after the one that says what it starts.
  expect(err.trim().split('\n').slice(1)).toEqual([expect.stringContaining(dataDir)])
  // The first one is unharmed.
  await put(running, 'still', 1)
})

test('a port that is taken is an error in words, exit code 1', async () => {
  running = await startServer({ dataDir })
  const other = await mkdtemp(join(tmpdir(), 'mangru-'))
  const { code, err } = await runMangru(['up', '--listen', new URL(running.url).host, '--data', other, '--no-demo'])
  expect(code).toBe(1)
  expect(err).toContain(new URL(running.url).port)
  await rm(other, { recursive: true, force: true })
})

test.each([
  ['an unknown flag', ['up', '--nonsense']],
  ['an address that is none', ['up', '--listen', 'here']],
  ['too little memory', ['up', '--memory', '1MiB']],
  ['an unknown command', ['upp']],
])('%s is bad usage: exit code 2', async (_story, args) => {
  const { code, out, err } = await runMangru(args)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toMatch(/./)
})

test('version is that of package.json', async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '..', 'package.json'), 'utf8'))
  const { code, out } = await runMangru(['version'])
  expect(code).toBe(0)
  expect(out).toContain(version)
})

test('after kill -9 the next one starts at once and has it all', async () => {
  running = await startServer({ dataDir })
  await put(running, 'kept', 100)
  await running.kill()
  running = await startServer({ dataDir })
  const client = logsClient(running.url, key)
  const page = await mustCall(client, 'GetLogEvents', {
    logGroupName: 'app',
    logStreamName: 'kept',
    startFromHead: true,
  })
  expect(page.events).toHaveLength(100)
  client.close()
})

test('/ready and /healthz answer', async () => {
  running = await startServer({ dataDir })
  expect((await fetch(`${running.url}/ready`)).status).toBe(200)
  expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
})
