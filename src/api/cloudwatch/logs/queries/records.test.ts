import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import { makePointer } from '../../../../query/insights/index.ts'
import { fakeRunner } from '../../../../query/jobs/fake-runner.ts'
import { steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { day, noon } from '../fakes.ts'
import { QueryBench } from './query-bench.ts'

const openBench = () => QueryBench.open(steppedClock(instant(noon)), fakeRunner())
let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
  await bench.given('/g')
})
afterEach(() => bench.close())

/** The pointer of the event at a time. */
async function pointerAt(at: number): Promise<string> {
  const group = await bench.settings.logs.group('/g')
  const groupId = (group.ok && group.value?.id) || 0
  const page = await bench.store.page(
    { groups: [{ id: groupId, notBefore: instant(0) }], from: instant(at), to: instant(at + 1) },
    { order: 'ascending', limit: 1, maxBytes: 1 },
  )
  return makePointer({ groupId, cursor: page.ok ? page.value.rows[0]!.cursor : (undefined as never) })
}
const record = (logRecordPointer: string) => bench.call('GetLogRecord', { logRecordPointer })
const gone = { __type: 'ResourceNotFoundException', message: 'The specified log record does not exist.' }

test('GetLogRecord gives all fields of one event', async () => {
  const message = '{"level":"ERROR","user":{"id":2,"name":"밥"},"tags":["x"],"@timestamp":"mine","ok":true,"none":null}'
  await bench.put('/g', [noon - 5, 'before'], [noon - 4, message], [noon - 3, 'after'])
  const pointer = await pointerAt(noon - 4)
  expect(await record(pointer)).toEqual({
    logRecord: {
      '@timestamp': String(noon - 4),
      '@message': message,
      '@logStream': 's',
      '@log': '000000000000:/g',
      '@ingestionTime': String(noon),
      '@ptr': pointer,
      '@@timestamp': 'mine',
      level: 'ERROR',
      'user.id': '2',
      'user.name': '밥',
      'tags.0': 'x',
      ok: '1',
    },
  })
})

test('an event that is gone, and texts that are no pointers', async () => {
  await bench.put('/g', [noon - 4, 'x'])
  const pointer = await pointerAt(noon - 4)
  const bad = { __type: 'InvalidParameterException', message: 'The specified log record pointer is invalid.' }
  for (const text of ['', 'CmEKJ', `${pointer}A`, pointer.slice(1), '\0']) expect(await record(text)).toEqual(bad)
  await bench.call('PutRetentionPolicy', { logGroupName: '/g', retentionInDays: 1 })
  await bench.put('/g', [noon + day - 1, 'y'])
  expect(await record(pointer)).toMatchObject({ logRecord: { '@message': 'x' } })
  bench.clock.setBack(-day)
  expect(await record(pointer)).toEqual(gone)
  const { value } = (await bench.settings.logs.group('/g')) as { value: { id: number } }
  const nowhere = { groupId: value.id, cursor: { timestamp: instant(noon), batch: '0', index: 0 } }
  expect(await record(makePointer(nowhere))).toEqual(gone)
  expect(await record(makePointer({ ...nowhere, groupId: 4_000_000_000 }))).toEqual(gone)
  await bench.call('DeleteLogGroup', { logGroupName: '/g' })
  expect(await record(pointer)).toEqual(gone)
})

const fields = async (over: object = {}) => {
  const { logGroupFields } = await bench.call('GetLogGroupFields', { logGroupName: '/g', ...over })
  return Object.fromEntries(
    logGroupFields.map(({ name, percent }: { name: string; percent: number }) => [name, percent]),
  )
}
const house = { '@ingestionTime': 100, '@log': 100, '@logStream': 100, '@message': 100, '@timestamp': 100 }
const minute = 60_000

test('GetLogGroupFields says how many of the events have which fields', async () => {
  await bench.put(
    '/g',
    [noon - 15 * minute - 1, '{"old":1}'],
    [noon - 15 * minute, '{"a":1,"b":{"c":"x"}}'],
    [noon - 10 * minute, '{"a":2}'],
    [noon, 'plain'],
  )
  expect(await fields()).toEqual({ ...house, a: 67, 'b.c': 33 })
  const around = (at: number) => fields({ time: Math.floor(at / 1_000) })
  expect(await around(noon - 10 * minute)).toEqual({ ...house, a: 67, 'b.c': 33, old: 33 })
  expect(await around(noon + 9 * minute)).toEqual({})
  expect(await fields({ time: noon - 10 * minute })).toEqual(await around(noon - 10 * minute))
  const { logGroupFields } = await bench.call('GetLogGroupFields', { logGroupIdentifier: '/g' })
  expect(logGroupFields.map(({ name }: { name: string }) => name)).toEqual([...Object.keys(house), 'a', 'b.c'])
  expect(await bench.call('GetLogGroupFields', { logGroupName: '/x' })).toMatchObject({
    __type: 'ResourceNotFoundException',
  })
  expect(await bench.call('GetLogGroupFields')).toMatchObject({ __type: 'InvalidParameterException' })
})

test(`a burst does not speak for the whole time: ${limits.fieldSliceEvents} events of each of ${limits.fieldSlices} slices (fieldSliceEvents, fieldSlices)`, async () => {
  const burst = Array.from(
    { length: limits.fieldSliceEvents + 100 },
    (_, n) => [noon - 14 * minute + n, '{"burst":1}'] as const,
  )
  const calm = Array.from({ length: limits.fieldSliceEvents }, (_, n) => [noon - minute + n, '{"calm":1}'] as const)
  await bench.put('/g', ...burst, ...calm)
  expect(await fields()).toEqual({ ...house, burst: 50, calm: 50 })
})

test(`at most ${limits.sampledFields} names (sampledFields)`, async () => {
  const many = (from: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`f${from + n}`, 1])))
  await bench.put('/g', ...Array.from({ length: 10 }, (_, n) => [noon - 100 + n, many(n * 150)] as const))
  expect(Object.keys(await fields())).toHaveLength(limits.sampledFields)
})
