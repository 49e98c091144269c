/** Senders against real receivers: what they answer, say, hang, and where they are not let. */
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type Clock, instant } from '../../../model/index.ts'
import { mayCall, readAllowed, type Target, targetOf } from '../allowed.ts'
import { Events, listed, type OutgoingEvent } from '../events.ts'
import type { Outgoing } from '../messages.ts'
import { createFileShelf, httpPoster, type ResolveHost, type SenderPorts, senderFor } from './index.ts'

let now = Date.UTC(2026, 10, 21, 12)
/** Sleepers wake when the test says so. */
const sleepers = new Set<() => void>()
const clock: Clock = {
  now: () => instant(now),
  sleep: (_length, signal) =>
    new Promise(resolve => {
      sleepers.add(resolve)
      signal?.addEventListener('abort', () => resolve())
    }),
}

let answer: (req: IncomingMessage, res: ServerResponse, body: Buffer) => void
const asked: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: Buffer }[] = []
const receiver = createServer((req, res) => {
  const pieces: Buffer[] = []
  req.on('data', piece => pieces.push(piece))
  req.on('end', () => {
    const body = Buffer.concat(pieces)
    asked.push({ url: req.url ?? '', headers: req.headers, body })
    answer(req, res, body)
  })
})
let port = 0
let dir = ''
beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 12)
  asked.length = 0
  sleepers.clear()
  answer = (_req, res) => res.end()
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  port = (receiver.address() as AddressInfo).port
  dir = await mkdtemp(join(tmpdir(), 'mangru-deliver-'))
})
afterEach(async () => {
  receiver.closeAllConnections()
  await new Promise(resolve => receiver.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

const outgoing = (...messages: string[]): Outgoing => ({
  ...{ kind: 'data', owner: '1', group: 'g', stream: 's', filter: 'f' },
  events: eventsOf(messages.map(made)),
})
const made = (message: string, at: number): OutgoingEvent => ({
  ...{ id: `id${at}`, stream: 's', timestamp: instant(at), arrived: instant(5), message },
})
const eventsOf = (events: readonly OutgoingEvent[]) => new Events(listed(events))

/** Sends one message to `destination`, with `rules` of the operator. */
async function send(
  destination: string,
  {
    rules = `http://127.0.0.1:${port}`,
    resolve,
    message = outgoing('one'),
    signal = new AbortController().signal,
  }: { rules?: string; resolve?: ResolveHost; message?: Outgoing; signal?: AbortSignal } = {},
) {
  const allowed = readAllowed(rules)!
  const target = targetOf(destination, allowed)
  if (!target.ok) throw new Error(target.error)
  const poster = httpPoster({
    clock,
    mayCall: (host, address) => mayCall(host, address, allowed),
    ...(resolve === undefined ? {} : { resolve }),
  })
  const sign: SenderPorts['sign'] = (request, credentials) => ({
    ...request.headers,
    authorization: `signed by ${credentials.accessKeyId} with ${credentials.secretAccessKey}`,
  })
  const sender = senderFor(target.value as Target, { clock, poster, files: createFileShelf(clock), sign })
  const answered = await sender.send(message, () => JSON.stringify({ logEvents: [...message.events] }), signal)
  poster.close()
  return answered
}
const here = (path = '/') => `http://127.0.0.1:${port}${path}`

describe('a webhook', () => {
  test.each<[number, string | undefined, object]>([
    [200, undefined, { kind: 'delivered' }],
    [204, undefined, { kind: 'delivered' }],
    [302, undefined, { kind: 'failed', message: 'answered 302' }],
    [400, undefined, { kind: 'refused' }],
    [401, undefined, { kind: 'failed' }],
    [404, undefined, { kind: 'failed' }],
    [413, undefined, { kind: 'too-large' }],
    [422, undefined, { kind: 'refused' }],
    [429, '7', { kind: 'throttled', retryAfter: 7_000 }],
    [429, undefined, { kind: 'throttled', retryAfter: null }],
    [429, 'soon', { kind: 'throttled', retryAfter: null }],
    [503, 'Sat, 21 Nov 2026 12:00:05 GMT', { kind: 'throttled', retryAfter: 5_000 }],
    [500, undefined, { kind: 'failed', message: 'answered 500' }],
  ])('that answers %i (Retry-After %s)', async (status, retryAfter, expected) => {
    answer = (_req, res) => {
      // A redirect is not followed: there is one request, to one place.
      res.writeHead(status, { location: here('/elsewhere'), ...(retryAfter && { 'retry-after': retryAfter }) }).end('x')
    }
    expect(await send(here())).toMatchObject(expected)
    expect(asked.map(one => one.url)).toEqual(['/'])
  })

  test('gets the message as Kinesis has it, with the token of the URL as a header and not in it', async () => {
    await send(`http://secret@127.0.0.1:${port}/a?b=c`, { message: outgoing('한글', 'two') })
    expect(asked[0]).toMatchObject({
      url: '/a?b=c',
      headers: { authorization: 'Bearer secret', 'content-encoding': 'gzip', 'content-type': 'application/json' },
    })
    expect(JSON.parse(gunzipSync(asked[0]?.body ?? '').toString()).logEvents[0].message).toBe('한글')
    await send(`http://us%40er:pass%3A@127.0.0.1:${port}/`)
    expect(asked[1]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:pass:').toString('base64')}`)
  })

  test('of Lambda and Firehose get theirs', async () => {
    const rules = `arn:aws:lambda:*=${here('/l')},arn:aws:firehose:*=${here('/f')}`
    await send('arn:aws:lambda:r:1:function:f', { rules })
    const lambda = JSON.parse(asked[0]?.body.toString() ?? '')
    expect(JSON.parse(gunzipSync(Buffer.from(lambda.awslogs.data, 'base64')).toString()).logEvents).toHaveLength(1)
    await send('arn:aws:firehose:r:1:deliverystream/f', { rules })
    await send('arn:aws:firehose:r:1:deliverystream/f', { rules })
    const [first, again] = asked.slice(1).map(one => JSON.parse(one.body.toString()))
    expect(JSON.parse(gunzipSync(Buffer.from(first.records[0].data, 'base64')).toString()).logEvents).toHaveLength(1)
    expect(first.requestId).toBe(again.requestId)
    expect(asked[1]?.headers['x-amz-firehose-request-id']).toBe(first.requestId)
  })

  test('that hangs is left after deliveryTimeout', async () => {
    answer = () => undefined
    const sending = send(here())
    while (asked.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    for (const wake of sleepers) wake()
    expect(await sending).toEqual({
      kind: 'failed',
      message: `did not answer within ${limits.deliveryTimeout / 1_000} s`,
    })
  })

  test('that closes the door, breaks off, or is not there', async () => {
    answer = req => req.socket.destroy()
    expect(await send(here())).toEqual({ kind: 'failed', message: 'cannot be reached (ECONNRESET)' })
    answer = (_req, res) => {
      res.writeHead(200, { 'content-length': '10' })
      res.write('x', () => setTimeout(() => res.socket?.destroy(), 50))
    }
    expect(await send(here())).toEqual({ kind: 'failed', message: 'broke the answer off' })
    expect(await send('http://127.0.0.1:1/', { rules: 'http://127.0.0.1:1' })).toEqual({
      kind: 'failed',
      message: 'cannot be reached (ECONNREFUSED)',
    })
  })

  test('that talks without end is not listened to for ever (deliveryAnswerBytes)', async () => {
    answer = (_req, res) => {
      const talk = () => {
        while (!res.destroyed && res.write('x'.repeat(limits.deliveryAnswerBytes))) {}
        if (!res.destroyed) res.once('drain', talk)
      }
      talk()
    }
    expect(await send(here())).toEqual({ kind: 'delivered' })
  })

  test('is let go when we stop', async () => {
    answer = () => undefined
    const stop = new AbortController()
    const sending = send(here(), { signal: stop.signal })
    while (asked.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    stop.abort()
    expect(await sending).toMatchObject({ kind: 'failed' })
  })
})

describe('a name that leads into a network around us', () => {
  const at =
    (...addresses: string[]): ResolveHost =>
    async () =>
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
  const name = 'http://hooks.example'

  test.each([
    [['127.0.0.1']],
    [['10.0.0.1']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['fd00::1']],
    // One good address beside a bad one is no way in.
    [['93.184.216.34', '127.0.0.1']],
    [['127.0.0.1', '93.184.216.34']],
  ])('%j is refused', async addresses => {
    const answered = await send(`${name}:${port}/`, { rules: `${name}:*`, resolve: at(...addresses) })
    expect(answered).toMatchObject({ kind: 'failed', message: expect.stringContaining('not allowed') })
    expect(asked).toEqual([])
  })

  test('that changes its mind between two calls gets the first alone', async () => {
    let turn = 0
    const resolve: ResolveHost = host => at(turn++ === 0 ? '127.0.0.1' : '10.0.0.1')(host)
    const rules = `${name}:*,net:127.0.0.0/8`
    expect(await send(`${name}:${port}/`, { rules, resolve })).toEqual({ kind: 'delivered' })
    expect(await send(`${name}:${port}/`, { rules, resolve })).toMatchObject({ kind: 'failed' })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers.host).toBe(`hooks.example:${port}`)
  })

  test('that is not found says so', async () => {
    const resolve: ResolveHost = async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
    expect(await send(`${name}:${port}/`, { rules: `${name}:*`, resolve })).toEqual({
      kind: 'failed',
      message: 'cannot be reached (ENOTFOUND)',
    })
  })
})

describe('another Mangru', () => {
  const destination = () => `mangru+http://KEY:sec%2Fret@127.0.0.1:${port}/group/%2Fa`
  const bodies = () => asked.map(one => JSON.parse(gunzipSync(one.body).toString()))

  test('gets the lines in the order of time, signed', async () => {
    const message = outgoing('one', 'two')
    const turned = { ...message, events: eventsOf([...message.events].reverse()) }
    expect(await send(destination(), { message: turned })).toEqual({ kind: 'delivered', left: 0 })
    expect(asked[0]).toMatchObject({
      url: '/',
      headers: { authorization: 'signed by KEY with sec/ret', 'x-amz-target': 'Logs_20140328.PutLogEvents' },
    })
    expect(bodies()[0]).toEqual({
      logGroupName: '/a',
      logStreamName: 's',
      logEvents: [
        { timestamp: 0, message: 'one' },
        { timestamp: 1, message: 'two' },
      ],
    })
  })

  test('gets group and stream made when they are not there', async () => {
    let there = false
    answer = (req, res) => {
      const operation = String(req.headers['x-amz-target']).split('.')[1]
      if (operation === 'CreateLogStream') there = true
      if (operation !== 'PutLogEvents' || there) res.end('{}')
      else res.writeHead(400).end('{"__type":"ResourceNotFoundException"}')
    }
    expect(await send(destination())).toEqual({ kind: 'delivered', left: 0 })
    const operations = asked.map(one => String(one.headers['x-amz-target']).split('.')[1])
    expect(operations).toEqual(['PutLogEvents', 'CreateLogGroup', 'CreateLogStream', 'PutLogEvents'])
  })

  test.each([
    ['ThrottlingException', 400, { kind: 'throttled' }],
    ['InvalidParameterException', 400, { kind: 'refused', message: 'answered InvalidParameterException' }],
    ['UnrecognizedClientException', 400, { kind: 'failed' }],
    ['ServiceUnavailableException', 503, { kind: 'failed' }],
    ['<script>', 500, { kind: 'failed', message: 'answered 500' }],
  ])('that says %s', async (type, status, expected) => {
    answer = (_req, res) => res.writeHead(status).end(JSON.stringify({ __type: type }))
    expect(await send(destination())).toMatchObject(expected)
  })

  test('tells what it let fall', async () => {
    answer = (_req, res) =>
      res.end('{"rejectedLogEventsInfo":{"tooOldLogEventEndIndex":1,"tooNewLogEventStartIndex":3}}')
    expect(await send(destination(), { message: outgoing('a', 'b', 'c', 'd') })).toEqual({ kind: 'delivered', left: 2 })
  })

  test('gets days apart in calls of their own', async () => {
    const apart = [made('a', 0), made('b', limits.putLogEventsSpan)]
    await send(destination(), { message: { ...outgoing(), events: eventsOf(apart) } })
    expect(bodies().map(body => body.logEvents.length)).toEqual([1, 1])
  })
})

describe('a file', () => {
  const rules = () => `file:${dir}`
  const texts = async () =>
    Object.fromEntries(
      await Promise.all(
        (await readdir(dir)).map(async name => [name, await readFile(join(dir, name), 'utf8')] as const),
      ),
    )

  test('holds one JSON line an event, a new file each day', async () => {
    expect(await send('file:out', { rules: rules(), message: outgoing('one\n', 'two') })).toEqual({ kind: 'delivered' })
    now += 86_400_000
    await send('file:out', { rules: rules(), message: { ...outgoing('x'), kind: 'control' } })
    await send('file:out', { rules: rules(), message: outgoing('three') })
    const files = await texts()
    expect(Object.keys(files)).toEqual(['out-2026-11-21.ndjson', 'out-2026-11-22.ndjson'])
    const lines = (files['out-2026-11-21.ndjson'] ?? '').trimEnd().split('\n')
    expect(lines.map(line => JSON.parse(line))).toEqual([
      ...['one\n', 'two'].map((message, at) => ({
        ...{ id: `id${at}`, timestamp: at, ingestionTime: 5, owner: '1', logGroup: 'g', logStream: 's', message },
      })),
    ])
    expect(files['out-2026-11-22.ndjson']?.split('\n')).toHaveLength(2)
  })

  test('is followed by the next when it is full (deliveryFileBytes)', async () => {
    expect(limits.deliveryFileBytes).toBeGreaterThan(1_000_000)
    const shelf = createFileShelf(clock, 250)
    for (let at = 0; at < 4; at++) await shelf.append(dir, 'out', outgoing(`line ${at}`))
    const files = await texts()
    expect(Object.keys(files).length).toBeGreaterThan(1)
    expect(Object.keys(files)[0]).toBe('out-2026-11-21.1.ndjson')
    expect(Object.values(files).join('').trimEnd().split('\n')).toHaveLength(4)
    for (const text of Object.values(files)) expect(text.length).toBeLessThanOrEqual(250)
  })

  test('keeps the lines of many apart, and closes off the half line of a crash', async () => {
    await writeFile(join(dir, 'out-2026-11-21.ndjson'), '{"half":')
    const shelf = createFileShelf(clock)
    await Promise.all(Array.from({ length: 20 }, (_, at) => shelf.append(dir, 'out', outgoing(`${at}`, `${at}`))))
    const lines = (await texts())['out-2026-11-21.ndjson']?.trimEnd().split('\n') ?? []
    expect(lines[0]).toBe('{"half":')
    expect(lines.slice(1).map(line => JSON.parse(line).message)).toEqual(
      Array.from({ length: 40 }, (_, at) => String(Math.floor(at / 2))),
    )
  })

  test(`takes ${limits.deliveryFileMessages} messages at once (deliveryFileMessages), more wait; none is written past a full file`, async () => {
    const files = createFileShelf(clock, 2_000)
    const target = { kind: 'file', folder: dir, name: 'out' } as const
    const sender = senderFor(target, { files } as SenderPorts)
    expect(sender.atOnce).toBe(limits.deliveryFileMessages)
    const odd = outgoing('a "quoted"\n\u{1f600} 망루 line', '\ud800'.toWellFormed())
    const sent = Array.from({ length: limits.deliveryFileMessages + 1 }, () =>
      sender.send(odd, () => expect.unreachable(), new AbortController().signal),
    )
    for (const answer of await Promise.all(sent)) expect(answer).toEqual({ kind: 'delivered' })
    const written = Object.values(await texts())
    for (const text of written) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000)
    const lines = written.flatMap(text => text.trimEnd().split('\n')).map(line => JSON.parse(line))
    expect(lines).toHaveLength(2 * sent.length)
    const [first] = odd.events
    expect(lines[0]).toEqual({
      ...{ id: first?.id, timestamp: first?.timestamp, ingestionTime: first?.arrived, message: first?.message },
      ...{ owner: odd.owner, logGroup: odd.group, logStream: odd.stream },
    })
  })

  test('is never written through a link, and trouble is told in words', async () => {
    await symlink('/dev/null', join(dir, 'out-2026-11-21.ndjson'))
    expect(await send('file:out', { rules: rules() })).toEqual({
      kind: 'failed',
      message: 'the file cannot be written (ELOOP)',
    })
    expect(await send('file:out', { rules: 'file:/nowhere/at/all' })).toEqual({
      kind: 'failed',
      message: 'the file cannot be written (ENOENT)',
    })
  })
})
