import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, instant, millis, ok } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { LogRow, LogSelection, PageRequest } from '../../store/logs/index.ts'
import { type LogGroup, openSqlite, type Settings } from '../../store/settings/index.ts'
import { nothingAllowed, readAllowed } from '../subscriptions/index.ts'
import { type ExportDesk, type ExportPorts, type ExportWish, openExportDesk } from './index.ts'

const start = 1_800_000_000_000
const noFields = { namespace: '', pod: '', container: '', node: '', level: '' } as const

/** Rows of a store, and ways to meddle with reading them. */
class FakeLogs {
  readonly rows: LogRow[] = []
  readonly asked: (PageRequest & { readonly selection: LogSelection })[] = []
  /** Asked before each page; what it gives is the answer. */
  meddle: (page: number) => EngineError | undefined | Promise<undefined> = () => undefined

  add(groupId: number, streamId: number, ...messages: string[]): void {
    for (const message of messages) {
      const at = instant(start + this.rows.length)
      const cursor = { timestamp: at, batch: String(this.rows.length), index: 0 }
      this.rows.push({ cursor, groupId, streamId, ingestionTime: at, message, fields: noFields })
    }
  }

  async page(selection: LogSelection, request: PageRequest) {
    this.asked.push({ ...request, selection })
    const trouble = await this.meddle(this.asked.length)
    if (request.signal?.aborted) return err({ code: 'cancelled' } as const)
    if (trouble !== undefined) return err(trouble)
    const [group] = selection.groups
    const left = this.rows.filter(
      ({ cursor, groupId, streamId }) =>
        groupId === group?.id &&
        (group.streamIds?.includes(streamId) ?? true) &&
        cursor.timestamp >= Math.max(selection.from, group.notBefore) &&
        cursor.timestamp < selection.to &&
        (request.after === undefined || cursor.timestamp > request.after.timestamp),
    )
    const rows = left.slice(0, Math.min(request.limit, 3))
    const last = rows.at(-1)
    const next = left.length > rows.length && last ? { next: last.cursor } : {}
    return ok({ rows, ...next, rowsRead: left.length, bytesRead: 0, elapsed: millis(0) })
  }

  async streamStats(groupId: number, ids: readonly number[] = []) {
    const mine = Map.groupBy(
      this.rows.filter(row => row.groupId === groupId),
      row => row.streamId,
    )
    return ok(
      ids.flatMap(streamId => {
        const rows = mine.get(streamId) ?? []
        const [first, last] = [rows[0], rows.at(-1)]
        if (first === undefined || last === undefined) return []
        const times = { first: first.cursor.timestamp, last: last.cursor.timestamp, lastIngestion: last.ingestionTime }
        return [{ streamId, groupId, ...times, events: rows.length, bytes: 0 }]
      }),
    )
  }
}

let folder: string
let settings: Settings
let logs: FakeLogs
let group: LogGroup
let desk: ExportDesk
let now: number
let ids: number
let lines: string[]
const clock = {
  now: () => instant(now),
  sleep: (length: number, signal?: AbortSignal) =>
    new Promise<void>(done => {
      const timer = setTimeout(done, length > 60_000 ? length : Math.min(length, 5))
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        done()
      })
    }),
}

const open = (over: Partial<ExportPorts> = {}) =>
  openExportDesk({
    ...{ settings: settings.exports, logSettings: settings.logs, logs, clock },
    allowed: readAllowed(`file:${folder}`) ?? nothingAllowed,
    sign: ({ headers }) => ({ ...headers, authorization: 'signed' }),
    ...{ region: 'r', newId: () => `task-${++ids}`, shared: false, log: line => void lines.push(line), ...over },
  })

const wish = (over: Partial<ExportWish> = {}): ExportWish => ({
  ...{ name: null, group, streamPrefix: null, from: instant(0), to: instant(start + 1_000) },
  ...{ destination: 'file:out', prefix: 'p', format: 'ndjson', unmask: false, ...over },
})
const started = async (over: Partial<ExportWish> = {}, of = desk) => {
  const task = await of.start(wish(over))
  if (!task.ok) throw new Error(JSON.stringify(task.error))
  return task.value.id
}
const ended = async (id: string) => {
  for (;;) {
    const found = await settings.exports.find(id)
    if (!found.ok || found.value === undefined) throw new Error('gone')
    if (found.value.endedAt !== null) return found.value
    await new Promise(done => setTimeout(done, 2))
  }
}
const messagesIn = (path: string) =>
  gunzipSync(readFileSync(join(folder, path)))
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).message)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-exports-'))
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
  const look = { class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} } as const
  const made = await settings.logs.create({ name: '/g', createdAt: instant(start), ...look })
  if (!made.ok) throw new Error(made.error.code)
  group = made.value
  for (const name of ['a/1', 'a-1', 'b']) await settings.logs.createStream(group.id, name, instant(start))
  logs = new FakeLogs()
  ;[now, ids, lines] = [start + 1_000, 0, []]
  desk = await open()
})
afterEach(async () => {
  await desk.stop()
  await settings.close()
  rmSync(folder, { recursive: true })
})

const streamIds = async () => {
  const found = await settings.logs.streams({ groupId: group.id, limit: 10 })
  return found.ok ? new Map(found.value.map(({ id, name }) => [name, id])) : new Map<string, number>()
}
const fill = async (count: number) => {
  const all = await streamIds()
  for (let n = 0; n < count; n++) logs.add(group.id, all.get(['a/1', 'a-1', 'b'][n % 3] ?? '') ?? 0, `line ${n}`)
}

describe('to a folder', () => {
  test('all events by time, page by page, and nothing half is left', async () => {
    await fill(10)
    const id = await started()
    const done = await ended(id)
    expect(done).toMatchObject({ status: 'COMPLETED', message: null, progress: { events: 10, files: 1 } })
    expect(readdirSync(join(folder, 'out/p', id))).toEqual(['000000.ndjson.gz'])
    const written = readFileSync(join(folder, 'out/p', id, '000000.ndjson.gz'))
    expect(done.progress.bytes).toBe(written.length)
    expect(messagesIn(`out/p/${id}/000000.ndjson.gz`)).toEqual(Array.from({ length: 10 }, (_, n) => `line ${n}`))
    const [page] = logs.asked
    expect(page).toMatchObject({ limit: limits.exportPageEvents, maxBytes: limits.exportPageBytes, unmask: false })
  })

  test('CloudWatch’s layout: each stream has its folder; only streams with events in the range are read', async () => {
    await fill(7)
    const id = await started({ format: 'cloudwatch' })
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', progress: { events: 7, files: 3 } })
    expect(readFileSync(join(folder, 'out/p/aws-logs-write-test'), 'utf8')).toBe('Permission Check Successful')
    const steps = readdirSync(join(folder, 'out/p', id)).sort()
    expect(steps).toEqual(['a-1', expect.stringMatching(/^a-1-[0-9a-f]{8}$/), 'b'])
    const text = gunzipSync(readFileSync(join(folder, 'out/p', id, 'b', '000000.gz'))).toString()
    expect(text).toBe('2027-01-15T08:00:00.002Z line 2\n2027-01-15T08:00:00.005Z line 5\n')
    logs.asked.length = 0
    await ended(await started({ format: 'cloudwatch', from: instant(start + 6) }))
    expect(logs.asked).toHaveLength(1)
  })

  test('by prefix of streams, between two times that both belong to it', async () => {
    await fill(9)
    const id = await started({ streamPrefix: 'a', from: instant(start + 1), to: instant(start + 4) })
    expect(await ended(id)).toMatchObject({ progress: { events: 3 } })
    expect(messagesIn(`out/p/${id}/000000.ndjson.gz`)).toEqual(['line 1', 'line 3', 'line 4'])
  })

  test(`streams are looked up ${limits.exportStreams} at once (exportStreams)`, async () => {
    for (let n = 0; n < limits.exportStreams; n++) await settings.logs.createStream(group.id, `z${n}`, instant(start))
    for (const streamId of (await streamIds()).values()) logs.add(group.id, streamId, 'x')
    const all = await settings.logs.streams({ groupId: group.id, limit: 10_000 })
    if (!all.ok) throw new Error('no streams')
    for (const { id } of all.value) logs.add(group.id, id, 'y')
    const id = await started({ streamPrefix: 'z' })
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED' })
    const read = logs.asked.map(({ selection }) => selection.groups[0]?.streamIds?.length)
    expect(Math.max(...read.map(count => count ?? 0))).toBe(limits.exportStreams)
  })

  test('what has expired is left out, and so are lines of a stream that is gone', async () => {
    await fill(6)
    logs.add(group.id, 4_000_000, 'of a deleted stream')
    await settings.logs.patch('/g', { retentionDays: 1 })
    now = start + 86_400_000 + 2
    const again = await settings.logs.group('/g')
    if (!again.ok || again.value === undefined) throw new Error('no group')
    const id = await started({ group: again.value })
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', progress: { events: 4 } })
  })

  test('nothing to write makes no file', async () => {
    const id = await started()
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', progress: { events: 0, bytes: 0, files: 0 } })
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  test('never through a link out of the allowed folder', async () => {
    await fill(1)
    const elsewhere = mkdtempSync(join(tmpdir(), 'mangru-elsewhere-'))
    symlinkSync(elsewhere, join(folder, 'out'))
    expect(await ended(await started())).toMatchObject({
      status: 'FAILED',
      message: 'It failed: the folder leads out of the allowed one.',
    })
    rmSync(elsewhere, { recursive: true })
  })

  test('a place that cannot be written to fails in words without paths; CloudWatch’s call is refused at once', async () => {
    await fill(1)
    writeFileSync(join(folder, 'out'), 'a file')
    const done = await ended(await started())
    expect(done).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(/^It failed: the file cannot be written \(E\w+\)\.$/),
    })
    const refused = await desk.start(wish({ format: 'cloudwatch' }))
    expect(refused).toMatchObject({ ok: false, error: { code: 'refused' } })
    expect(await started({ destination: 'file:other' })).toBeDefined()
  })
})

describe('one at a time', () => {
  const slowly = () => {
    let go = () => {}
    const gate = new Promise<undefined>(done => {
      go = () => done(undefined)
    })
    logs.meddle = page => (page === 2 ? gate : undefined)
    return go
  }

  test('another is refused while one runs', async () => {
    await fill(9)
    const go = slowly()
    const id = await started()
    expect(await desk.start(wish())).toEqual({ ok: false, error: { code: 'busy' } })
    go()
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED' })
    await ended(await started())
  })

  test('cancelled: it stops, and leaves only files that were finished', async () => {
    await fill(9)
    const go = slowly()
    const id = await started()
    const cancelled = desk.cancel(id)
    go()
    expect(await cancelled).toEqual({ ok: true, value: undefined })
    expect(await ended(id)).toMatchObject({ status: 'CANCELLED', message: 'It was cancelled.', progress: { files: 0 } })
    expect(readdirSync(join(folder, 'out/p', id))).toEqual([])
    expect(await desk.cancel(id)).toMatchObject({ ok: false, error: { code: 'ended' } })
    expect(await desk.cancel('nobody')).toMatchObject({ ok: false, error: { code: 'missing' } })
  })

  test('cancelled by another replica: who runs it hears of it', async () => {
    await fill(9)
    const go = slowly()
    const id = await started()
    await settings.exports.cancel(id)
    const done = ended(id)
    await clock.sleep(limits.exportHoldEvery)
    await new Promise(wait => setTimeout(wait, 30))
    go()
    expect(await done).toMatchObject({ status: 'CANCELLED' })
  })

  test('stopped with the server: says so, and starts nothing more', async () => {
    await fill(9)
    const go = slowly()
    const id = await started()
    const stopped = desk.stop()
    go()
    await stopped
    expect(await ended(id)).toMatchObject({ status: 'FAILED', message: expect.stringContaining('was stopped') })
    expect(await desk.start(wish())).toEqual({ ok: false, error: { code: 'stopping' } })
  })

  const left = () =>
    settings.exports.add(
      {
        ...{
          id: 'lost',
          name: null,
          groupId: group.id,
          group: '/g',
          streamPrefix: null,
          from: instant(0),
          to: instant(1),
        },
        ...{ destination: 'file:x', prefix: '', format: 'parquet', unmask: false, createdAt: instant(now) },
      },
      instant(now + limits.exportHold),
    )

  test('what a crash left has failed after the next start', async () => {
    await left()
    const half = join(folder, 'x', 'lost', 's')
    mkdirSync(half, { recursive: true })
    for (const name of ['000000.gz', '.000001.gz.part']) writeFileSync(join(half, name), 'x')
    const next = await open()
    expect(readdirSync(half)).toEqual(['000000.gz'])
    expect(await ended('lost')).toMatchObject({ status: 'FAILED', message: expect.stringContaining('start it again') })
    await next.stop()
  })

  test('with other replicas: only when nobody has held it for long', async () => {
    await left()
    const next = await open({ shared: true })
    expect(await settings.exports.find('lost')).toMatchObject({ value: { status: 'PENDING' } })
    now += limits.exportHold + 1
    expect(await ended('lost')).toMatchObject({ status: 'FAILED' })
    await next.stop()
  })
})

describe('trouble in between', () => {
  test(`an engine that is away is asked again, ${limits.exportPageTries} times (exportPageTries)`, async () => {
    await fill(9)
    logs.meddle = page => (page < limits.exportPageTries ? { code: 'unavailable', message: 'away' } : undefined)
    expect(await ended(await started())).toMatchObject({ status: 'COMPLETED', progress: { events: 9 } })
    logs.asked.length = 0
    logs.meddle = () => ({ code: 'unavailable', message: 'away' })
    expect(await ended(await started())).toMatchObject({
      status: 'FAILED',
      message: 'It failed: the engine cannot read: away.',
    })
    expect(logs.asked).toHaveLength(limits.exportPageTries)
    expect(limits.exportRetryPause).toBeGreaterThan(0)
  })

  test('the group is deleted meanwhile', async () => {
    await fill(9)
    logs.meddle = async page => {
      if (page === 2) await settings.logs.remove('/g', instant(now))
      return undefined
    }
    expect(await ended(await started())).toMatchObject({
      status: 'FAILED',
      message: 'It failed: the log group was deleted.',
    })
  })

  test('a bug of ours: it has failed, and the log says why', async () => {
    await fill(1)
    logs.meddle = () => {
      throw new Error('secret 42')
    }
    const done = await ended(await started())
    expect(done).toMatchObject({ status: 'FAILED', message: 'Mangru failed at this export; its log says more.' })
    expect(lines.join()).toContain('secret 42')
  })
})

describe('to a bucket', () => {
  let server: Server
  let objects: Map<string, Buffer>
  let answer: (req: IncomingMessage, res: ServerResponse, body: Buffer) => boolean
  let port: number
  beforeEach(async () => {
    objects = new Map()
    answer = () => false
    server = createServer((req, res) => {
      const pieces: Buffer[] = []
      req.on('data', piece => pieces.push(piece))
      req.on('end', () => {
        const body = Buffer.concat(pieces)
        if (answer(req, res, body)) return
        objects.set(`${req.method} ${req.url}`, body)
        res.end()
      })
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
    await desk.stop()
    desk = await open({
      allowed: readAllowed(`s3://cold=http://127.0.0.1:${port}`) ?? nothingAllowed,
      credentials: { accessKeyId: 'K', secretAccessKey: 'S' },
    })
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  })

  test('each file is one signed object', async () => {
    await fill(4)
    const id = await started({ destination: 's3://cold', prefix: 'a b/한' })
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', progress: { events: 4, files: 1 } })
    const [[name, body] = ['', Buffer.alloc(0)]] = [...objects]
    expect(name).toBe(`PUT /cold/a%20b/%ED%95%9C/${id}/000000.ndjson.gz`)
    expect(gunzipSync(body).toString().trimEnd().split('\n')).toHaveLength(4)
  })

  test(`a bucket that is busy is tried ${limits.exportPutTries} times (exportPutTries) within exportPutTimeout each`, async () => {
    await fill(1)
    let calls = 0
    answer = (_req, res) => {
      calls += 1
      if (calls >= limits.exportPutTries) return false
      res.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
      return true
    }
    expect(await ended(await started({ destination: 's3://cold' }))).toMatchObject({ status: 'COMPLETED' })
    calls = -1
    const failed = await ended(await started({ destination: 's3://cold' }))
    expect(failed).toMatchObject({ status: 'FAILED', message: 'It failed: the bucket answered 503 (SlowDown).' })
    expect(calls).toBe(limits.exportPutTries - 1)
    expect(limits.exportPutTimeout).toBeGreaterThan(limits.deliveryTimeout)
  })

  test('what a bucket refuses is not tried again; its words are not passed on', async () => {
    await fill(1)
    let calls = 0
    answer = (_req, res) => {
      calls += 1
      res.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>secret stuff</Message></Error>')
      return true
    }
    const failed = await ended(await started({ destination: 's3://cold' }))
    expect(failed).toMatchObject({ status: 'FAILED', message: 'It failed: the bucket answered 403 (AccessDenied).' })
    expect(calls).toBe(1)
  })

  test('an object is followed by the next at exportObjectBytes, a file at exportFileBytes', async () => {
    const ids = await streamIds()
    // Six of these do not compress, and two together are more than an object.
    const noise = (n: number) =>
      Buffer.from(
        Uint32Array.from(
          { length: limits.exportObjectBytes / 6 },
          (_, at) => Math.imul(at + n, 2_654_435_761) ^ (at << n),
        ).buffer,
      ).toString('base64')
    logs.add(group.id, ids.get('b') ?? 0, ...[1, 2, 3, 4, 5, 6].map(noise))
    const id = await started({ destination: 's3://cold' })
    const done = await ended(id)
    expect(done).toMatchObject({ status: 'COMPLETED', message: null })
    expect(done.progress.files).toBe(objects.size)
    expect(objects.size).toBeGreaterThan(1)
    for (const body of objects.values()) expect(body.length).toBeLessThan(limits.exportObjectBytes * 4)
    expect(limits.exportFileBytes).toBeGreaterThan(limits.exportObjectBytes)
  })

  test('without credentials, and into networks that are not allowed, nothing is sent', async () => {
    await desk.stop()
    desk = await open({ allowed: readAllowed(`s3://cold=http://localhost:${port}`) ?? nothingAllowed })
    expect(await desk.start(wish({ destination: 's3://cold' }))).toMatchObject({
      ok: false,
      error: { code: 'refused', message: expect.stringContaining('AWS_ACCESS_KEY_ID') },
    })
    await desk.stop()
    desk = await open({
      allowed: readAllowed(`s3://cold=http://k:s@localhost:${port}`) ?? nothingAllowed,
    })
    await fill(1)
    expect(await ended(await started({ destination: 's3://cold' }))).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('in a network that the operator has not allowed'),
    })
    expect(objects.size).toBe(0)
  })
})
