import { expect, test } from 'vitest'
import { err, instant, millis, ok } from '../../model/index.ts'
import type { ArrivedEvent, EngineLogStore, LogFollower, LogRow } from '../../store/logs/index.ts'
import { openSqlite } from '../../store/settings/index.ts'
import { createTailHub } from '../tail/index.ts'
import { maskLogs, openMaskBook } from './index.ts'

const stars: (message: string) => string = message => message.replaceAll('secret', '******')
const masks = { of: (groupId: number) => (groupId === 1 ? stars : undefined), refresh: async () => ok(undefined) }
const noFields = { namespace: '', pod: '', container: '', node: '', level: '' } as const
const row = (groupId: number, message: string): LogRow => ({
  cursor: { timestamp: instant(1), batch: '1', index: 0 },
  ...{ groupId, streamId: 1, ingestionTime: instant(1), message, fields: noFields },
})
const read = { rowsRead: 2, bytesRead: 3, elapsed: millis(1) }
const selection = { groups: [], from: instant(0), to: instant(1) }
const request = { order: 'ascending', limit: 1, maxBytes: 1 } as const

test('pages are masked, group by group, unless it is asked otherwise', async () => {
  const rows = [row(1, 'a secret'), row(2, 'a secret')]
  const next = { timestamp: instant(1), batch: '1', index: 0 }
  const inner: Partial<EngineLogStore> = { page: async () => ok({ rows, next, ...read }) }
  const logs = maskLogs(inner as EngineLogStore, masks)
  const page = await logs.page(selection, request)
  expect(page).toEqual({ ok: true, value: { rows: [row(1, 'a ******'), row(2, 'a secret')], next, ...read } })
  expect(await logs.page(selection, { ...request, unmask: true })).toMatchObject({ value: { rows } })
  // What they are made of stays as it is.
  expect(rows[0]?.message).toBe('a secret')
})

test('arrivals are masked', async () => {
  const event: ArrivedEvent = { batch: 1n, index: 0, streamId: 1, timestamp: instant(1), message: 'a secret' }
  const reached = { batch: 1n, index: 0 }
  const inner: Partial<EngineLogStore> = { readArrivals: async () => ok({ events: [event], reached }) }
  const logs = maskLogs(inner as EngineLogStore, masks)
  const of = (groupId: number) => logs.readArrivals({ groupId, after: reached, upTo: 1n, maxEvents: 1, maxBytes: 1 })
  expect(await of(1)).toEqual({ ok: true, value: { events: [{ ...event, message: 'a ******' }], reached } })
  expect(await of(2)).toEqual({ ok: true, value: { events: [event], reached } })
})

test('trouble passes as it is', async () => {
  const trouble = err({ code: 'cancelled' } as const)
  const inner: Partial<EngineLogStore> = { page: async () => trouble, readArrivals: async () => trouble }
  const logs = maskLogs(inner as EngineLogStore, masks)
  expect(await logs.page(selection, request)).toBe(trouble)
  const asked = { groupId: 1, after: { batch: 1n, index: 0 }, upTo: 1n, maxEvents: 1, maxBytes: 1 }
  expect(await logs.readArrivals(asked)).toBe(trouble)
})

test('followers get masked events of what their patterns found in the text as it is', () => {
  let look: LogFollower = () => undefined
  const hub = createTailHub({
    logs: {
      follow: follower => {
        look = follower
        return () => undefined
      },
    },
    clock: { now: () => instant(1), sleep: async () => undefined },
    maskOf: masks.of,
  })
  const seen: string[] = []
  hub.open({
    groups: ['/g'],
    pattern: { kind: 'terms', terms: [] },
    also: (_fields, message) => message.includes('secret'),
    take: event => seen.push(event.message),
  })
  const collected: string[] = []
  hub.collect({ groups: ['/g'], take: events => collected.push(events.texts.toString()) })
  const batch = (groupId: number) => ({
    ...{ groupId, groupName: '/g', streamId: 1, streamName: 's', batch: '1', ingestionTime: instant(1) },
    ...{ messages: ['a secret', 'other'], timestamps: [1, 2], id: () => '3', fields: () => noFields },
  })
  for (const one of [batch(1), batch(2)]) look(one, () => noFields, [])?.(one)
  expect(seen).toEqual(['a ******', 'a secret'])
  expect(collected).toEqual(['a ******other', 'a secretother'])
})

test('a book that cannot be read does not open; a reading that fails keeps what is known', async () => {
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  const book = await openMaskBook(opened.value.policies)
  if (!book.ok) throw new Error(book.error.message)
  await opened.value.close()
  expect(await book.value.refresh()).toMatchObject({ ok: false })
  expect(await openMaskBook(opened.value.policies)).toMatchObject({ ok: false })
})
