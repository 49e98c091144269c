import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiExport } from '../../model/index.ts'
import { callsOf } from '../exports/index.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { commands } from './index.ts'

const one = (over: Partial<ApiExport> = {}): ApiExport => ({
  ...{ id: 'e1', group: '/g', from: 0, to: 1, destination: 'file:x', format: 'parquet', status: 'RUNNING' },
  ...{ createdAt: 1_800_000_000_000, events: 0, bytes: 0, files: 0, ...over },
})

interface Asked {
  readonly method: string
  readonly path: string
  readonly body: ReturnType<typeof JSON.parse>
}

/** Answers one after the other; the last one for ever. */
function serverOf(...answers: readonly (readonly [status: number, body: unknown])[]) {
  const asked: Asked[] = []
  const fetch = (async (url: URL, { method = 'GET', body }: RequestInit = {}) => {
    const [status, answer] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, {}]
    asked.push({ method, path: `${url.pathname}${url.search}`, body: body ? JSON.parse(String(body)) : undefined })
    return new Response(status === 204 ? null : JSON.stringify(answer), { status })
  }) as unknown as typeof globalThis.fetch
  return { asked, fetch }
}

async function mangru(server: ReturnType<typeof serverOf>, ...words: string[]) {
  const world = testWorld({ fetch: server.fetch, cwd: folder })
  const code = await run(words, commands, world)
  return { code, out: world.stdout(), err: world.stderr() }
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-import-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('mangru logs export', () => {
  test('starts one, waits for its end and tells what was written', async () => {
    const done = one({ status: 'COMPLETED', events: 12, bytes: 2_048, files: 2 })
    const server = serverOf([202, one()], [200, { exports: [one()] }], [200, { exports: [done] }])
    const ended = await mangru(
      server,
      'logs',
      'export',
      '/g',
      '--to',
      'file:x',
      '--since',
      '1d',
      '--stream-prefix',
      'a',
    )
    expect(ended).toMatchObject({ code: 0, out: '12 lines, 2.0 KiB in 2 files.\n' })
    const now = Date.parse('2026-11-21T03:00:00Z')
    expect(server.asked[0]).toEqual({
      ...{ method: 'POST', path: '/api/logs/exports' },
      body: {
        ...{ group: '/g', destination: 'file:x', format: 'parquet', unmask: false, streamPrefix: 'a' },
        ...{ from: now - 86_400_000, to: now + 1 },
      },
    })
  })

  test('one that fails is exit code 1, and says why', async () => {
    const server = serverOf([202, one()], [200, { exports: [one({ status: 'FAILED', message: 'The disk is full.' })] }])
    const ended = await mangru(server, 'logs', 'export', '/g', '--to', 'file:x', '--json')
    expect(ended.code).toBe(1)
    expect(JSON.parse(ended.out)).toMatchObject({ status: 'FAILED' })
    expect(ended.err).toContain('The export ended as FAILED. The disk is full.')
  })

  test('without waiting its id is enough', async () => {
    const server = serverOf([202, one()])
    expect(await mangru(server, 'logs', 'export', '/g', '--to', 's3://b', '--no-wait')).toMatchObject({ out: 'e1\n' })
    expect(server.asked).toHaveLength(1)
  })

  test('lists and cancels', async () => {
    const listed = await mangru(serverOf([200, { exports: [one()] }]), 'logs', 'export', 'list')
    expect(listed.out).toMatch(/EXPORT +STATUS +GROUP.*\ne1 +RUNNING +\/g +file:x +parquet/)
    expect(await mangru(serverOf([200, { exports: [] }]), 'logs', 'export', 'list')).toMatchObject({ out: '', code: 0 })
    const server = serverOf([204, null])
    expect((await mangru(server, 'logs', 'export', 'cancel', 'e1')).code).toBe(0)
    expect(server.asked).toEqual([{ method: 'DELETE', path: '/api/logs/exports?id=e1', body: undefined }])
  })

  test.each([
    [[], 2, 'GROUP is missing'],
    [['/g'], 2, '--to is missing'],
    [['/g', 'x', '--to', 'file:x'], 2, '"x" is one word too many'],
    [['cancel'], 2, 'ID is missing'],
    [['/g', '--to', 'file:x'], 1, 'The server answers 409: busy'],
  ])('%j ends with %i', async (words, code, message) => {
    const server = serverOf([409, { error: { code: 'export-running', message: 'busy' } }])
    const ended = await mangru(server, 'logs', 'export', ...words)
    expect(ended.code).toBe(code)
    expect(ended.err).toContain(message)
  })

  test('has a help of its own, beside that of mangru logs', async () => {
    const server = serverOf([500, {}])
    expect((await mangru(server, 'logs', 'export', '--help')).out).toContain('mangru logs export GROUP --to')
    expect((await mangru(server, 'help', 'logs', 'import')).out).toContain('mangru logs import FILE|FOLDER…')
    expect((await mangru(server, 'help', 'logs')).out).toContain('mangru logs [GROUP… | KIND/NAME]')
  })
})

describe('mangru logs import', () => {
  const line = (timestamp: number, logStream: string, message: string) =>
    `${JSON.stringify({ timestamp, logGroup: '/g', logStream, message })}\n`
  const answer = [200, { imported: 2, expired: 1, repeated: 1 }] as const

  test('sends each stream’s events by themselves, and adds up what came of it', async () => {
    writeFileSync(join(folder, 'x.ndjson'), line(2, 'b', 'y') + line(1, 'a', 'x') + line(3, 'b', 'z\n'))
    const server = serverOf(answer)
    const ended = await mangru(server, 'logs', 'import', 'x.ndjson')
    expect(ended).toMatchObject({ code: 0, out: '4 lines of 1 files are stored.\n' })
    expect(ended.err).toContain('2 lines were there already')
    expect(ended.err).toContain("2 lines are older than the group's retention")
    const events = [
      { timestamp: 2, message: 'y' },
      { timestamp: 3, message: 'z\n' },
    ]
    const [b, a] = server.asked.map(({ body }) => body)
    expect(b).toEqual({ group: '/g', stream: 'b', call: expect.any(String), events })
    expect(a).toMatchObject({ group: '/g', stream: 'a', events: [{ timestamp: 1, message: 'x' }] })
    expect(a.call).not.toBe(b.call)
    // The same files make the same calls.
    const again = serverOf(answer)
    await mangru(again, 'logs', 'import', 'x.ndjson')
    expect(again.asked.map(({ body }) => body.call)).toEqual([b.call, a.call])
  })

  test('reads CloudWatch’s files: the folder is the stream, a line without a time goes on', async () => {
    mkdirSync(join(folder, 'task', 'web-1'), { recursive: true })
    writeFileSync(join(folder, 'task', 'aws-logs-write-test'), 'Permission Check Successful')
    writeFileSync(join(folder, 'task', 'web-1', '.000001.gz.part'), 'half')
    const text = '2026-11-21T03:00:00.123Z first\n  at here\n\n2026-11-21T03:00:01.000Z \u00a0second\n'
    writeFileSync(join(folder, 'task', 'web-1', '000000.gz'), gzipSync(text))
    const server = serverOf(answer)
    expect((await mangru(server, 'logs', 'import', 'task', '--group', '/back')).code).toBe(0)
    expect(server.asked.flatMap(({ body }) => body.events)).toEqual([
      { timestamp: Date.parse('2026-11-21T03:00:00.123Z'), message: 'first\n  at here\n' },
      { timestamp: Date.parse('2026-11-21T03:00:01Z'), message: '\u00a0second' },
    ])
    expect(server.asked[0]?.body).toMatchObject({ group: '/back', stream: 'web-1' })
  })

  test('a server that is busy is asked again; any other trouble ends it', async () => {
    writeFileSync(join(folder, 'x.ndjson'), line(1, 'a', 'x'))
    const busy = [429, { error: { code: 'slow-down', message: 'later' } }] as const
    const server = serverOf(busy, busy, answer)
    expect((await mangru(server, 'logs', 'import', 'x.ndjson', '--json')).out).toBe(
      '{"imported":2,"repeated":1,"expired":1,"files":1}\n',
    )
    expect(server.asked).toHaveLength(3)
    const refused = await mangru(serverOf([400, { error: { code: 'x', message: 'no' } }]), 'logs', 'import', 'x.ndjson')
    expect(refused).toMatchObject({ code: 1, err: 'The server answers 400: no\n' })
  })

  test.each<readonly [file: string, content: string | Buffer, message: string]>([
    ['x.txt', 'a', 'no .parquet, .ndjson, .ndjson.gz or .gz of an export'],
    ['x.ndjson', '{"a":1}\n', 'holds no log events'],
    ['x.ndjson', '{', 'JSON'],
    ['x.gz', 'not gzipped', 'incorrect header check'],
    ['x.gz', gzipSync('no time\n'), 'begins with no time'],
    ['x.parquet', 'PAR1', ''],
    ['x.ndjson', Buffer.from([0xff, 0x0a]), 'encoded data was not valid'],
  ])('%s with %j is refused in words', async (file, content, message) => {
    writeFileSync(join(folder, file), content)
    const ended = await mangru(serverOf(answer), 'logs', 'import', file, '--group', '/g')
    expect(ended.code).toBe(1)
    expect(ended.err).toContain(message)
    expect(ended.err).not.toBe('')
  })

  test('a file that is not there, and none at all', async () => {
    expect((await mangru(serverOf(answer), 'logs', 'import', 'none')).err).toContain('ENOENT')
    expect((await mangru(serverOf(answer), 'logs', 'import')).err).toContain('FILE is missing')
  })
})

test('calls hold every event once, in order, within what the server takes', () => {
  const anyEvent = fc.record({
    group: fc.constant('/g'),
    stream: fc.constantFrom('a', 'b'),
    timestamp: fc.integer({ min: 0, max: 5 * limits.putLogEventsSpan }),
    message: fc.oneof(
      fc.string(),
      fc.integer({ min: 1, max: 800_000 }).map(length => 'x'.repeat(length)),
    ),
  })
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), events => {
      const calls = callsOf(events)
      for (const stream of ['a', 'b']) {
        const sorted = events.filter(one => one.stream === stream).sort((x, y) => x.timestamp - y.timestamp)
        expect(calls.filter(([first]) => first?.stream === stream).flat()).toEqual(sorted)
      }
      for (const call of calls) {
        expect((call.at(-1)?.timestamp ?? 0) - (call[0]?.timestamp ?? 0)).toBeLessThanOrEqual(limits.putLogEventsSpan)
        const chars = call.reduce((sum, { message }) => sum + message.length, 0)
        expect(call.length === 1 || chars <= limits.importBodyBytes / 8).toBe(true)
      }
    }),
  )
})
