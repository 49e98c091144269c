/** What lasts longer than a question and an answer, over real sockets: followers, cancelled searches, downloads. */
import { createServer, get, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
let server: Server
let port: number

async function start(options: Parameters<typeof testWorld>[0] = {}): Promise<void> {
  world = await testWorld(options)
  server = createServer((req, res) => world.api.handle(req, res))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
}
beforeEach(() => start())
afterEach(async () => {
  world.api.endStreams()
  server.closeAllConnections()
  server.close()
  await world.close()
})

const base = 1_800_000_000_000 - 3_600_000

const open = (path: string, headers = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get({ port, host: '127.0.0.1', path, headers }, resolve).on('error', reject))

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 2))
}

async function textOf(answer: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

interface Frame {
  readonly event: string
  readonly data: ReturnType<typeof JSON.parse>
}

/** Reads frames as they come; `frames` grows. */
function framesOf(answer: IncomingMessage): {
  readonly frames: Frame[]
  readonly comments: string[]
  readonly ended: () => boolean
} {
  const frames: Frame[] = []
  const comments: string[] = []
  let rest = ''
  let over = false
  answer.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const found = /^event: (\w+)\ndata: (.*)$/.exec(part)
      if (found) frames.push({ event: found[1] ?? '', data: JSON.parse(found[2] ?? '') })
      else comments.push(part)
    }
  })
  answer.on('end', () => {
    over = true
  })
  answer.on('error', () => undefined)
  return { frames, comments, ended: () => over }
}

const following = (selection: object) =>
  `/api/logs/follow?selection=${encodeURIComponent(JSON.stringify({ groups: ['g'], ...selection }))}`
const events = (frames: readonly Frame[]) =>
  frames.filter(frame => frame.event === 'events').flatMap(frame => frame.data)

describe('following', () => {
  beforeEach(() => world.say('g', 's', base, 'old'))

  test('shows what comes, what matches, and how much', async () => {
    const answer = await open(following({ pattern: 'wanted' }))
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const { frames, comments } = framesOf(answer)
    await world.say('g', 's', base, 'wanted 1', 'other', 'wanted 2')
    await world.say('h', 's', base, 'wanted elsewhere')
    await until(() => events(frames).length === 2 && frames.some(frame => frame.event === 'rate'))
    expect(events(frames)).toMatchObject([
      { message: 'wanted 1', group: 'g', stream: 's', timestamp: base },
      { message: 'wanted 2' },
    ])
    expect(comments).toContain(': following')
    const rate = frames.find(frame => frame.event === 'rate')?.data
    expect(rate).toEqual({ eventsPerSecond: expect.any(Number), sampledOut: 0 })
    answer.destroy()
    await until(() => world.logs.followers === 0)
  })

  test('begins once all that was taken before can be read', async () => {
    const underWay = Promise.withResolvers<void>()
    world.logs.underWay = underWay.promise
    let hasBegun = false
    const opening = open(following({})).then(answer => {
      hasBegun = true
      return answer
    })
    await until(() => world.logs.followers === 1)
    await world.say('g', 's', base, 'meanwhile')
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(hasBegun).toBe(false)
    underWay.resolve()
    const { frames } = framesOf(await opening)
    await until(() => events(frames).length === 1)
    expect(events(frames)).toMatchObject([{ message: 'meanwhile' }])
  })

  test('goes on with a group that was deleted and made anew', async () => {
    const { frames } = framesOf(await open(following({})))
    await world.settings.logs.remove('g', world.now)
    await world.say('g', 's', base, 'again')
    await until(() => events(frames).length === 1)
  })

  test('a reader who does not read is shown the newest and told what was left out', async () => {
    const answer = await open(following({}))
    // Nobody reads: the buffers between us fill up, then the follower's own.
    const big = 'x'.repeat(200_000)
    const sent = 400
    for (let count = 0; count < sent; count += 4) {
      await world.say('g', 's', base, ...Array.from({ length: 4 }, (_, at) => `${count + at} ${big}`))
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    const { frames } = framesOf(answer)
    const leftOut = () => frames.reduce((sum, frame) => sum + (frame.event === 'rate' ? frame.data.sampledOut : 0), 0)
    await until(() => events(frames).length + leftOut() === sent)
    expect(leftOut()).toBeGreaterThan(0)
    expect(events(frames).at(-1).message).toMatch(/^399 /)
  })

  test('of a group that is not there, or nonsense, is refused', async () => {
    expect((await open(following({ groups: ['none'] }))).statusCode).toBe(404)
    expect((await open(following({ pattern: '{ $.a' }))).statusCode).toBe(400)
    expect((await open('/api/logs/follow?selection={')).statusCode).toBe(400)
    expect(world.logs.followers).toBe(0)
  })

  test('has room for so many and no more', async () => {
    const answers: IncomingMessage[] = []
    for (let count = 0; count < limits.followers; count++) answers.push(await open(following({})))
    const refused = await open(following({}))
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
    answers[0]?.destroy()
    await until(() => world.logs.followers < limits.followers)
    expect((await open(following({}))).statusCode).toBe(200)
  })

  test('ends when the server stops', async () => {
    const { ended } = framesOf(await open(following({})))
    world.api.endStreams()
    await until(ended)
    await until(() => world.logs.followers === 0)
  })
})

test('following ends when the token is revoked', async () => {
  await start({ mode: 'required' })
  await world.say('g', 's', base, 'old')
  const headers = await world.token('reader')
  const { ended } = framesOf(await open(following({}), headers))
  const keys = await world.settings.keys.list()
  if (keys.ok) await world.settings.keys.revoke(keys.value[0]?.accessKeyId ?? '', world.now)
  world.now = (world.now + limits.rememberedKeyLife) as typeof world.now
  await until(ended)
})

describe('search', () => {
  test('stops in the store when the reader goes away', async () => {
    await world.say('g', 's', base, 'x')
    world.logs.gate = new Promise(() => undefined)
    const body = JSON.stringify({ groups: ['g'], from: 0, to: base + 1, order: 'oldest', limit: 1 })
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length }
      request({ port, host: '127.0.0.1', method: 'POST', path: '/api/logs/search', headers }, resolve)
        .on('error', reject)
        .end(body)
    })
    const first = await new Promise<string>(resolve => answer.once('data', data => resolve(String(data))))
    expect(first).toContain('"type":"progress"')
    expect(world.logs.cancelled).toBe(0)
    answer.destroy()
    await until(() => world.logs.cancelled === 1)
  })

  test('counts stop likewise', async () => {
    await world.say('g', 's', base, 'x')
    world.logs.gate = new Promise(() => undefined)
    const body = JSON.stringify({ groups: ['g'], from: 0, to: base + 1 })
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    for (const path of ['/api/logs/histogram', '/api/logs/facets']) {
      const before = world.logs.cancelled
      const asked = world.logs.asked.length
      const call = request({ port, host: '127.0.0.1', method: 'POST', path, headers }).on('error', () => undefined)
      call.end(body)
      await until(() => world.logs.asked.length > asked)
      call.destroy()
      await until(() => world.logs.cancelled > before)
    }
  })
})

describe('download', () => {
  const download = (query = '') =>
    `/api/logs/download?selection=${encodeURIComponent(JSON.stringify({ groups: ['g'], from: 0, to: base + 86_400_000 }))}${query}`

  test('as NDJSON, oldest first, and as CSV', async () => {
    await world.say('g', 's', base, 'one', '=cmd()')
    const ndjson = await open(download())
    expect(ndjson.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="logs_19700101T000000Z_20270115T080000Z.ndjson"',
    })
    const lines = (await textOf(ndjson)).trimEnd().split('\n')
    expect(lines.map(line => JSON.parse(line).message)).toEqual(['one', '=cmd()'])
    const csv = await textOf(await open(download('&format=csv&order=newest')))
    const rows = csv.split('\r\n')
    expect(rows[0]).toBe('\uFEFFtime,ingested,group,stream,level,namespace,pod,container,node,id,message')
    expect(rows[1]).toMatch(/^2027-01-15T07:00:01\.000Z,2027-01-15T07:00:01\.005Z,g,s,,,,,,3\d{55},"'=cmd\(\)"$/)
    expect(rows).toHaveLength(4)
  })

  test('reads on only as fast as the reader takes it, and to the end', async () => {
    const size = limits.searchPieceBytes
    const count = 60
    for (let at = 0; at < count; at++) await world.say('g', 's', base + at * 1_000, `${at} `.padEnd(size, 'x'))
    const answer = await open(download())
    let pages = -1
    while (pages !== world.logs.requests.length) {
      pages = world.logs.requests.length
      await new Promise(resolve => setTimeout(resolve, 60))
    }
    expect(pages).toBeLessThan(count / 4)
    const lines = (await textOf(answer)).trimEnd().split('\n')
    expect(lines).toHaveLength(count)
  })

  test('that fails in the middle breaks off, and at the start has a status', async () => {
    for (let at = 0; at < 40; at++) await world.say('g', 's', base + at * 1_000, 'x'.repeat(limits.searchPieceBytes))
    const answer = await open(download())
    world.logs.broken = { code: 'unavailable', message: 'gone' }
    await expect(textOf(answer)).rejects.toThrow('aborted')
    expect((await open(download())).statusCode).toBe(503)
    expect((await open('/api/logs/download?selection={}')).statusCode).toBe(400)
    expect((await open(download('&format=xml'))).statusCode).toBe(400)
  })

  test('has room for so many and no more', async () => {
    for (let at = 0; at < 60; at++) await world.say('g', 's', base + at * 1_000, 'x'.repeat(limits.searchPieceBytes))
    const answers: IncomingMessage[] = []
    for (let count = 0; count < limits.downloads; count++) answers.push(await open(download()))
    expect((await open(download())).statusCode).toBe(429)
    answers[0]?.destroy()
    let again = 429
    while (again === 429) again = (await open(download())).statusCode ?? 0
    expect(again).toBe(200)
  })
})
