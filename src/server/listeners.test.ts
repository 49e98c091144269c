/** The sockets at their bounds, by real connections. Times are shortened here, never measured: what counts is who is answered. */

import { mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadOrMakeCertificate } from '../api/auth/index.ts'
import { instant } from '../model/index.ts'
import { settled, steppedClock } from '../store/logs/stepped-clock.ts'
import { closeListener, type Listener, listen, switchboard } from './listeners.ts'

vi.mock('../limits.ts', async original => {
  const { limits } = await original<typeof import('../limits.ts')>()
  return { limits: { ...limits, httpKeepAlive: 300, httpHeadersTime: 300, httpRequestTime: 2_000, httpCheckEvery: 20 } }
})
const { limits } = await import('../limits.ts')
const { limits: real } = await vi.importActual<typeof import('../limits.ts')>('../limits.ts')

let open: Listener[] = []
let sockets: Socket[] = []
beforeEach(() => {
  open = []
  sockets = []
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(open.map(one => closeListener(one, Promise.resolve())))
})

async function serve(handler: RequestListener): Promise<Listener> {
  const made = await listen({ host: '127.0.0.1', port: 0 }, handler)
  if (!made.ok) throw new Error(made.error.message)
  open.push(made.value)
  return made.value
}

interface Client {
  send(text: string | Uint8Array): void
  readonly said: () => string
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>
  until(words: string): Promise<void>
  readonly socket: Socket
}

async function client({ url }: Listener): Promise<Client> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  sockets.push(socket)
  let said = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  socket.on('error', () => undefined)
  await new Promise(resolve => socket.once('connect', resolve))
  return {
    socket,
    said: () => said,
    send: text => void socket.write(text),
    closed: new Promise(resolve => socket.once('close', () => resolve())),
    until: async words => {
      while (!said.includes(words)) await new Promise(resolve => setTimeout(resolve, 2))
    },
  }
}

const answering: RequestListener = (req, res) => {
  req.resume().on('end', () => res.end('done'))
}
const head = 'POST / HTTP/1.1\r\nhost: a\r\n'

test('the bounds agree with each other', () => {
  expect(real.httpHeadersTime).toBeLessThan(real.httpRequestTime)
  // Fluent Bit and the agents send every few seconds up to a minute: their connections stay.
  expect(real.httpKeepAlive).toBeGreaterThan(60_000)
  // Requests, then the engine, each with its patience: `up` ends in time.
  expect(real.stopPatience + real.engineClosePatience).toBeLessThan(real.upStopTime)
})

describe('a client that is slow', () => {
  test('with its headers is told so and let go; one that is in time is answered', async () => {
    const listener = await serve(answering)
    const [slow, quick] = [await client(listener), await client(listener)]
    slow.send(head)
    quick.send(head)
    quick.send('content-length: 0\r\n\r\n')
    await slow.closed
    expect(slow.said()).toMatch(/^HTTP\/1\.1 408 /)
    expect(quick.said()).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('with its body likewise, but not before its time for the headers is long over', async () => {
    const listener = await serve(answering)
    const [slow, steady] = [await client(listener), await client(listener)]
    const late = await client(listener)
    for (const one of [slow, steady]) one.send(`${head}content-length: 2\r\n\r\nx`)
    late.send(head)
    await late.closed
    // The headers' time is over, the request's is not.
    expect(slow.said()).toBe('')
    steady.send('y')
    await steady.until('done')
    await slow.closed
    expect(slow.said()).toMatch(/^HTTP\/1\.1 408 /)
  })
})

test('an idle connection is kept for its time, of which the client is told, and then closed', async () => {
  const listener = await serve(answering)
  expect(listener.server.keepAliveTimeout).toBe(limits.httpKeepAlive)
  const one = await client(listener)
  one.send(`${head}content-length: 0\r\n\r\n`)
  await one.until('done')
  expect(one.said()).toMatch(/keep-alive: timeout=\d/i)
  one.send(`${head}content-length: 0\r\n\r\n`)
  await one.closed
  expect(one.said().match(/HTTP\/1\.1 200/g)).toHaveLength(2)
})

test('of a body that nobody reads the server takes what its bound allows, and leaves the rest in the network', async () => {
  let request: Parameters<RequestListener>[0] | undefined
  const listener = await serve(req => {
    request = req
  })
  const one = await client(listener)
  one.send(`${head}content-length: 999999999\r\n\r\n`)
  const piece = new Uint8Array(1_048_576)
  while (one.socket.write(piece)) await settled()
  while ((request?.readableLength ?? 0) < limits.httpReadBytes) await new Promise(resolve => setTimeout(resolve, 2))
  let before = -1
  while (before !== request?.readableLength) {
    before = request?.readableLength ?? 0
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  // The last read may go past the bound, by one read of the system.
  expect(request?.readableLength).toBeLessThan(limits.httpReadBytes + 65_536 + 1)
  expect(request?.socket.readableHighWaterMark).toBe(limits.httpReadBytes)
})

describe('stopping', () => {
  const held = async () => {
    let answer = () => {}
    const arrived = Promise.withResolvers<void>()
    const listener = await serve((_req, res) => {
      answer = () => res.end('done')
      arrived.resolve()
    })
    const one = await client(listener)
    one.send(`${head}content-length: 0\r\n\r\n`)
    await arrived.promise
    const idle = await client(listener)
    const clock = steppedClock(instant(0))
    let closed = false
    const closing = closeListener(listener, clock.sleep(limits.stopPatience)).then(() => {
      closed = true
    })
    return { one, idle, clock, closing, answer: () => answer(), closed: () => closed }
  }

  test('a running request may end, and then nothing is waited for', async () => {
    const { one, idle, clock, closing, answer } = await held()
    // One that never asked for anything ends at once.
    await idle.closed
    await clock.step(limits.stopPatience - 1)
    answer()
    await closing
    await one.closed
    expect(one.said()).toMatch(/^HTTP\/1\.1 200 .*connection: close.*done/is)
    expect(clock.sleeping()).toEqual([1])
  })

  test('an answer whose head is out goes on to its end', async () => {
    let rest = () => {}
    const listener = await serve((_req, res) => {
      res.write('first ')
      rest = () => res.end('last')
    })
    const one = await client(listener)
    one.send(`${head}content-length: 0\r\n\r\n`)
    await one.until('first')
    const closing = closeListener(listener, new Promise(() => undefined))
    rest()
    await closing
    await one.closed
    expect(one.said()).toContain('last')
  })

  test('by TLS too, also with a client that does not shake hands', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mangru-listener-'))
    const certificate = await loadOrMakeCertificate({
      ...{ dir, certFile: null, keyFile: null, hosts: ['127.0.0.1'], clock: steppedClock() },
    })
    if (!certificate.ok) throw new Error(certificate.error.message)
    const made = await listen({ host: '127.0.0.1', port: 0 }, answering, certificate.value)
    if (!made.ok) throw new Error(made.error.message)
    const silent = await client(made.value)
    const shaken = connectTls({
      port: Number(new URL(made.value.url).port),
      host: '127.0.0.1',
      rejectUnauthorized: false,
    })
    await new Promise(resolve => shaken.once('secureConnect', resolve))
    const patience = Promise.withResolvers<void>()
    const closing = closeListener(made.value, patience.promise)
    await new Promise(resolve => shaken.resume().once('close', resolve))
    patience.resolve()
    await closing
    await silent.closed
    await rm(dir, { recursive: true })
  })

  test('for so long and no longer', async () => {
    const { one, clock, closing, closed } = await held()
    await clock.step(limits.stopPatience - 1)
    expect(closed()).toBe(false)
    expect(one.socket.destroyed).toBe(false)
    await clock.step(1)
    await closing
    await one.closed
    expect(one.said()).toBe('')
  })
})

test('until it is ready it is alive, says why, and asks AWS clients to come back', async () => {
  const board = switchboard(() => 'The engine opens its data.')
  const { url } = await serve(board.handler)
  const health = await fetch(`${url}/healthz`)
  expect([health.status, await health.json()]).toEqual([200, { ok: true }])
  const early = await fetch(url, { method: 'POST', body: 'x'.repeat(100_000) })
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await early.json()).toMatchObject({
    __type: 'ServiceUnavailableException',
    message: 'The engine opens its data.',
  })
  board.connect(answering)
  expect(await (await fetch(url)).text()).toBe('done')
})

test('a taken port is told with the flag that changes it', async () => {
  const { url } = await serve(answering)
  const port = Number(new URL(url).port)
  expect(await listen({ host: '127.0.0.1', port }, answering)).toEqual({
    ok: false,
    error: {
      message: `127.0.0.1:${port} is taken by another program. Stop it, or choose another address with --listen.`,
    },
  })
  expect(await listen({ host: '192.0.2.1', port: 0 }, answering)).toMatchObject({
    error: { message: 'This machine has no address 192.0.2.1. Choose another one with --listen.' },
  })
})
