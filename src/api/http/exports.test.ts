import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExportDesk, ExportTrouble, ExportWish } from '../../act/index.ts'
import { limits } from '../../limits.ts'
import { err, instant, ok } from '../../model/index.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { must, type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
let kept: Settings
let wishes: ExportWish[]
let trouble: ExportTrouble | undefined

beforeEach(async () => {
  kept = must(await openSqlite(':memory:'))
  wishes = []
  trouble = undefined
  const { exports } = kept
  const desk: ExportDesk = {
    allowed: ['file:exports'],
    find: id => exports.find(id),
    list: query => exports.list(query),
    cancel: id => exports.cancel(id),
    stop: async () => undefined,
    start: async wish => {
      wishes.push(wish)
      if (trouble !== undefined) return err(trouble)
      const { group, ...rest } = wish
      const task = { ...rest, id: `t${wishes.length}`, groupId: group.id, group: group.name, createdAt: world.now }
      return ok(must(await exports.add(task, world.now)))
    },
  }
  world = await testWorld({ exports: desk, mode: 'required' })
  await world.say('/g', 's', 1_000, 'INFO a')
})
afterEach(async () => {
  await world.close()
  await kept.close()
})

const asked = { group: '/g', from: 1, to: 10, destination: 'file:x', format: 'ndjson' }

describe('exports', () => {
  test('are started, listed and cancelled', async () => {
    const operator = await world.token('operator')
    const made = { id: 't1', group: '/g', from: 1, to: 10, destination: 'file:x', format: 'ndjson', status: 'PENDING' }
    const shown = { ...made, createdAt: world.now, events: 0, bytes: 0, files: 0 }
    expect(await world.json('POST', '/api/logs/exports', asked, operator)).toEqual({ status: 202, body: shown })
    // Both ends belong to it inside; outside the last one does not.
    expect(wishes).toMatchObject([{ from: 1, to: 9, prefix: 'exportedlogs', streamPrefix: null, unmask: false }])
    const reader = await world.token('reader')
    expect(await world.json('GET', '/api/logs/exports', undefined, reader)).toEqual({
      status: 200,
      body: { exports: [shown], allowed: ['file:exports'] },
    })
    expect((await world.json('DELETE', '/api/logs/exports?id=t1', undefined, operator)).status).toBe(204)
    const listed = await world.json('GET', '/api/logs/exports', undefined, reader)
    expect(listed.body.exports).toMatchObject([{ status: 'RUNNING' }])
    const end = { status: 'CANCELLED', message: 'It was cancelled.', at: world.now } as const
    must(await kept.exports.end('t1', { ...end, progress: { events: 2, bytes: 3, files: 4 } }))
    expect((await world.json('GET', '/api/logs/exports', undefined, reader)).body.exports).toMatchObject([
      { status: 'CANCELLED', message: 'It was cancelled.', events: 2, bytes: 3, files: 4 },
    ])
    expect((await world.json('DELETE', '/api/logs/exports?id=t1', undefined, operator)).body.error.code).toBe('ended')
    expect((await world.json('DELETE', '/api/logs/exports?id=no', undefined, operator)).status).toBe(404)
  })

  test.each<readonly [ExportTrouble, number, string]>([
    [{ code: 'busy' }, 409, 'export-running'],
    [{ code: 'refused', message: 'not there' }, 400, 'invalid-request'],
    [{ code: 'stopping' }, 503, 'unavailable'],
    [{ code: 'settings', error: { code: 'disk-full', message: 'full' } }, 507, 'disk-full'],
  ])('%j is %i', async (given, status, code) => {
    trouble = given
    const answer = await world.json('POST', '/api/logs/exports', asked, await world.token('operator'))
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  test.each([
    [{ ...asked, group: '/none' }, 404],
    [{ ...asked, from: 10 }, 400],
    [{ ...asked, format: 'csv' }, 400],
    [{ ...asked, destination: '' }, 400],
    [{ ...asked, to: limits.lastInstant + 1 }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await world.json('POST', '/api/logs/exports', body, await world.token('operator'))).status).toBe(status)
    expect(wishes).toEqual([])
  })

  test('only operators start and cancel', async () => {
    for (const role of ['reader', 'writer'] as const) {
      const token = await world.token(role)
      expect((await world.json('POST', '/api/logs/exports', asked, token)).status).toBe(403)
      expect((await world.json('DELETE', '/api/logs/exports?id=t1', undefined, token)).status).toBe(403)
      expect((await world.json('POST', '/api/logs/import', {}, token)).status).toBe(403)
    }
  })

  test(`the newest ${limits.shownExports} are listed (shownExports)`, async () => {
    const { exports } = kept
    for (let n = 0; n <= limits.shownExports; n++) {
      const times = { from: instant(0), to: instant(1), createdAt: instant(n) }
      const task = { id: `${n}`, name: null, groupId: 1, group: '/g', streamPrefix: null, ...times }
      const place = { destination: 'file:x', prefix: '', format: 'parquet', unmask: false } as const
      must(await exports.add({ ...task, ...place }, instant(0)))
      const progress = { events: 0, bytes: 0, files: 0 }
      must(await exports.end(`${n}`, { status: 'COMPLETED', message: null, at: instant(1), progress }))
    }
    const { body } = await world.json('GET', '/api/logs/exports', undefined, await world.token('reader'))
    expect(body.exports).toHaveLength(limits.shownExports)
    expect(body.exports[0].id).toBe(String(limits.shownExports))
  })
})

describe('imports', () => {
  const year = 365 * 86_400_000
  const send = async (body: object) =>
    world.json('POST', '/api/logs/import', { group: '/back', stream: 'a/b', ...body }, await world.token('operator'))
  const lines = async () => {
    const body = { groups: ['/back'], from: 0, to: limits.lastInstant, order: 'oldest', limit: 100 }
    const answer = await world.api.app.inject({
      ...{ method: 'POST', url: '/api/logs/search', payload: body },
      headers: { host: 'localhost', ...(await world.token('reader')) },
    })
    const found = answer.body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    return found.flatMap(line => (line.type === 'events' ? line.events : [])).map(one => [one.timestamp, one.message])
  }

  test('make group and stream, and keep old times, in their order', async () => {
    const old = world.now - 3 * year
    const events = [
      { timestamp: old + 5, message: 'second\n' },
      { timestamp: old, message: 'first \u0000' },
    ]
    expect(await send({ events })).toEqual({ status: 200, body: { imported: 2, expired: 0, repeated: 0 } })
    expect(await lines()).toEqual([
      [old, 'first \u0000'],
      [old + 5, 'second\n'],
    ])
    expect(must(await world.settings.logs.group('/back'))).toMatchObject({ class: 'STANDARD', retentionDays: null })
    expect((await send({ events, call: 'same' })).body).toEqual({ imported: 2, expired: 0, repeated: 0 })
  })

  test('what the group’s retention has expired is left out, and told', async () => {
    await send({ events: [{ timestamp: world.now, message: 'x' }] })
    must(await world.settings.logs.patch('/back', { retentionDays: 1 }))
    const edge = world.now - 86_400_000
    const events = [
      { timestamp: edge - 1, message: 'old' },
      { timestamp: edge, message: 'kept' },
    ]
    expect((await send({ events })).body).toEqual({ imported: 1, expired: 1, repeated: 0 })
    expect((await send({ events: events.slice(0, 1) })).body).toEqual({ imported: 0, expired: 1, repeated: 0 })
  })

  const two = (span: number) => [
    { timestamp: 1_000, message: 'a' },
    { timestamp: 1_000 + span, message: 'b' },
  ]
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ timestamp: n, message: 'x' }))
  test.each([
    [{ events: two(limits.putLogEventsSpan) }, 200],
    [{ events: two(limits.putLogEventsSpan + 1) }, 400],
    [{ events: many(limits.putLogEventsCount) }, 200],
    [{ events: many(limits.putLogEventsCount + 1) }, 400],
    [{ events: [] }, 400],
    [{ events: [{ timestamp: 1, message: '' }] }, 400],
    [{ events: [{ timestamp: -1, message: 'x' }] }, 400],
    [{ events: [{ timestamp: 1.5, message: 'x' }] }, 400],
    [{ events: two(1), stream: 'a:b' }, 400],
    [{ events: two(1), group: 'aws/x' }, 400],
    [{ events: two(1), group: 'a b' }, 400],
  ])('%.60j: %i', async (body, status) => {
    expect((await send(body)).status).toBe(status)
  })

  test(`a body of ${limits.importBodyBytes} bytes is taken (importBodyBytes), one more is not`, async () => {
    const operator = await world.token('operator')
    const post = (length: number) => {
      const body = JSON.stringify({ group: '/back', stream: 's', events: two(1) })
      return world.api.app.inject({
        ...{ method: 'POST', url: '/api/logs/import', payload: body.padEnd(length) },
        headers: { host: 'localhost', 'content-type': 'application/json', ...operator },
      })
    }
    expect((await post(limits.importBodyBytes)).statusCode).toBe(200)
    expect((await post(limits.importBodyBytes + 1)).statusCode).toBe(413)
  })
})

describe('unmask', () => {
  test('is for operators, in search and download', async () => {
    const selection = { groups: ['/g'], from: 0, to: 10_000, unmask: true }
    for (const [role, status] of [
      ['operator', 200],
      ['reader', 403],
    ] as const) {
      const headers = { host: 'localhost', ...(await world.token(role)) }
      const search = { method: 'POST', url: '/api/logs/search', headers } as const
      const payload = { ...selection, order: 'oldest', limit: 10 }
      expect((await world.api.app.inject({ ...search, payload })).statusCode).toBe(status)
      const url = `/api/logs/download?selection=${encodeURIComponent(JSON.stringify(selection))}`
      expect((await world.api.app.inject({ method: 'GET', url, headers })).statusCode).toBe(status)
    }
    expect(world.logs.requests.map(({ unmask }) => unmask)).toEqual([true, true])
  })
})
