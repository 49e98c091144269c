/** Deliveries to a real receiver by a real server that is killed: each acknowledged event that matches arrives, and its id is always the same. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Key, logsClient, makeStreams, mustCall } from '../bench/wire/index.ts'
import type { ApiSubscription, ApiSubscriptions } from '../src/model/index.ts'
import { createKey } from './keys.ts'
import { type Server, startServer } from './server.ts'

const key: Key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
const group = '/shop/app'

interface Received {
  /** Message by event id, of all that was answered with 200. */
  readonly events: Map<string, string>
  doubled: number
}

interface Receiver {
  readonly url: string
  readonly received: Received
  /** Called before a message is looked at; true: it has answered by itself. */
  meddle: (req: IncomingMessage, res: ServerResponse) => boolean
  close(): Promise<void>
}

async function receive(): Promise<Receiver> {
  const received: Received = { events: new Map(), doubled: 0 }
  const server: HttpServer = createServer((req, res) => {
    const pieces: Buffer[] = []
    req.on('data', piece => pieces.push(piece))
    req.on('end', () => {
      if (receiver.meddle(req, res)) return
      const { messageType, logEvents } = JSON.parse(gunzipSync(Buffer.concat(pieces)).toString())
      for (const { id, message } of messageType === 'DATA_MESSAGE' ? logEvents : []) {
        if (received.events.has(id)) received.doubled += 1
        received.events.set(id, message)
      }
      res.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    meddle: () => false,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return receiver
}

let dataDir: string
let receiver: Receiver
let running: Server[] = []
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mangru-'))
  receiver = await receive()
})
afterEach(async () => {
  for (const server of running)
    if (server.child.exitCode === null && server.child.signalCode === null) await server.kill()
  running = []
  await receiver.close()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

async function start(...args: string[]): Promise<Server> {
  const server = await startServer({ dataDir, args: ['--deliver-to', `${receiver.url},file:${dataDir}`, ...args] })
  running.push(server)
  return server
}

async function call(server: Server, operation: string, input: object) {
  const client = logsClient(server.url, key)
  const answer = await mustCall(client, operation, input)
  client.close()
  return answer
}

async function subscribe(server: Server, destinationArn: string, filterPattern = 'ERROR'): Promise<void> {
  const client = logsClient(server.url, key)
  await makeStreams(client, group, ['a', 'b', 'c'])
  client.close()
  await call(server, 'PutSubscriptionFilter', { logGroupName: group, filterName: 'f', filterPattern, destinationArn })
}

const put = (server: Server, logStreamName: string, messages: readonly string[]) =>
  call(server, 'PutLogEvents', {
    ...{ logGroupName: group, logStreamName },
    logEvents: messages.map(message => ({ timestamp: Date.now(), message })),
  })

async function until(holds: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(what())
}

test('kill -9 at any moment: every acknowledged event arrives at least once', async () => {
  let server = await start()
  await subscribe(server, receiver.url)
  // A receiver as they are: now and then it fails, is busy, or closes the door.
  let asked = 0
  receiver.meddle = (req, res) => {
    asked += 1
    if (asked % 5 === 1) return Boolean(res.writeHead(500).end())
    if (asked % 7 === 2) return Boolean(res.writeHead(429, { 'retry-after': '0' }).end())
    if (asked % 11 === 3) return Boolean(req.socket.destroy())
    return false
  }
  const acknowledged: string[] = []
  let count = 0
  for (let round = 0; round < 4; round++) {
    const killed = new AbortController()
    const writing = ['a', 'b', 'c'].map(async stream => {
      while (!killed.signal.aborted) {
        const messages = Array.from({ length: 20 }, () => `${count % 2 === 0 ? 'ERROR' : 'ok'} ${count++} of ${round}`)
        try {
          await put(server, stream, messages)
          acknowledged.push(...messages.filter(message => message.startsWith('ERROR')))
        } catch {
          return
        }
      }
    })
    await new Promise(resolve => setTimeout(resolve, 700 + 400 * round))
    await server.kill()
    killed.abort()
    await Promise.all(writing)
    server = await start()
  }
  const missing = () => {
    const arrived = new Set(receiver.received.events.values())
    return acknowledged.filter(message => !arrived.has(message))
  }
  await until(
    () => missing().length === 0,
    () => `${missing().length} of ${acknowledged.length} are missing: ${missing().slice(0, 3)}`,
  )
  expect(acknowledged.length).toBeGreaterThan(100)
  // An id names one event, however often it came.
  const all = [...receiver.received.events.values()]
  expect(new Set(all).size).toBe(all.length)
  expect(all.filter(message => !message.startsWith('ERROR'))).toEqual([])
  expect(await server.stop()).toBe(0)
})

test('what came while the receiver was away, and what while nobody ran, is delivered afterwards', async () => {
  let server = await start()
  await subscribe(server, receiver.url, '')
  receiver.meddle = (req, _res) => Boolean(req.socket.destroy())
  await put(server, 'a', ['one', 'two'])
  const state = async () => {
    const answer = await fetch(`${server.url}/api/logs/subscriptions?group=${group}`)
    const { subscriptions } = (await answer.json()) as ApiSubscriptions
    return subscriptions[0] as ApiSubscription
  }
  await until(
    async () => (await state()).state === 'retrying',
    () => 'not retrying',
  )
  expect(await state()).toMatchObject({
    waitingEvents: 2,
    deliveredEvents: 0,
    lastError: { message: 'cannot be reached (ECONNRESET)' },
  })
  expect(await server.stop()).toBe(0)
  receiver.meddle = () => false
  server = await start()
  await until(
    () => receiver.received.events.size === 2,
    () => 'not delivered',
  )
  await put(server, 'b', ['three'])
  await until(
    () => receiver.received.events.size === 3,
    () => 'not delivered',
  )
  await until(
    async () => (await state()).deliveredEvents === 3,
    () => 'not counted',
  )
  expect([...receiver.received.events.values()]).toEqual(['one', 'two', 'three'])
})

test('to a file, and to another Mangru that wants a signature', async () => {
  const otherDir = await mkdtemp(join(tmpdir(), 'mangru-'))
  const otherKey = await createKey(otherDir, 'writer')
  const other = await startServer({ dataDir: otherDir, args: ['--auth', 'required'] })
  running.push(other)
  const { host } = new URL(other.url)
  const server = await start('--deliver-to', `file:${dataDir},${other.url}`)
  const secret = `${encodeURIComponent(otherKey.accessKeyId)}:${encodeURIComponent(otherKey.secretAccessKey)}`
  const destinationArn = `mangru+http://${secret}@${host}/group/${encodeURIComponent('/from/shop')}`
  await subscribe(server, destinationArn, '')
  const toFile = { logGroupName: group, filterName: 'file', filterPattern: 'ERROR', destinationArn: 'file:errors' }
  await call(server, 'PutSubscriptionFilter', toFile)
  const shown = await call(server, 'DescribeSubscriptionFilters', { logGroupName: group })
  expect(JSON.stringify(shown)).not.toContain(otherKey.secretAccessKey)
  await put(server, 'a', ['ERROR 한글', 'ok'])
  const files = async () => (await readdir(dataDir)).filter(name => name.startsWith('errors-'))
  const lines = async () => {
    const texts = await Promise.all((await files()).map(name => readFile(join(dataDir, name), 'utf8')))
    return texts
      .join('')
      .split('\n')
      .filter(line => line !== '')
  }
  await until(
    async () => (await lines()).length === 1,
    () => 'no file',
  )
  expect(JSON.parse((await lines())[0] ?? '')).toMatchObject({ logGroup: group, logStream: 'a', message: 'ERROR 한글' })
  const client = logsClient(other.url, await createKey(otherDir, 'reader'))
  const there = async () => {
    const { json } = await client.call('FilterLogEvents', { logGroupName: '/from/shop' })
    return ((json.events as { message: string; logStreamName: string }[]) ?? []).map(
      one => `${one.logStreamName} ${one.message}`,
    )
  }
  await until(
    async () => (await there()).length === 2,
    () => 'nothing at the other Mangru',
  )
  expect(await there()).toEqual(['a ERROR 한글', 'a ok'])
  client.close()
  expect(server.said()).not.toContain(otherKey.secretAccessKey)
  await other.stop()
  await rm(otherDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})
