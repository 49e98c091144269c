import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiMetricFilterPreview } from '../../model/index.ts'
import { compilePredicate, parseFilterPattern, toSql } from '../../query/filter-pattern/index.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await testWorld()
})
afterEach(() => world.close())

const start = 1_799_990_000_000
const filter = { group: 'g', name: 'f', pattern: 'ERROR', namespace: 'App', metric: 'errors', value: '1' }
const put = (over: object = {}) => world.json('PUT', '/api/logs/metric-filters', { ...filter, ...over })
const listed = async (query = '') => (await world.json('GET', `/api/logs/metric-filters${query}`)).body.filters
const invalid = (field: unknown = expect.anything()) => ({
  status: 400,
  body: { error: { code: 'invalid-request', message: expect.any(String), at: expect.objectContaining({ field }) } },
})

test('a filter is put, listed, replaced and deleted', async () => {
  await world.say('g', 's', start, 'x')
  await world.say('h', 's', start, 'x')
  const shown = { ...filter, unit: 'None', dimensions: {}, createdAt: world.now }
  expect(await put()).toEqual({ status: 200, body: shown })
  await put({ group: 'h', pattern: '{ $.a = * }', value: '$.a', dimensions: { A: '$.b' }, unit: 'Count' })
  expect(await listed('?group=g')).toEqual([shown])
  expect(await listed()).toMatchObject([{ group: 'g' }, { group: 'h', value: '$.a', dimensions: { A: '$.b' } }])
  expect((await put({ defaultValue: 0 })).body).toMatchObject({ defaultValue: 0 })
  expect(await world.json('DELETE', '/api/logs/metric-filters?group=g&name=f')).toEqual({
    status: 204,
    body: undefined,
  })
  expect(await world.json('DELETE', '/api/logs/metric-filters?group=g&name=f')).toMatchObject({ status: 404 })
  expect(await listed('?group=g')).toEqual([])
})

test('a stopped one says why', async () => {
  await world.say('g', 's', start, 'x')
  await put()
  const group = await world.settings.logs.group('g')
  const groupId = (group.ok && group.value?.id) || 0
  await world.settings.metricFilters.stop(
    { groupId, name: 'f', changedAt: world.now },
    { at: world.now, reason: 'too many' },
  )
  expect(await listed()).toMatchObject([{ stopped: { at: world.now, reason: 'too many' } }])
})

test('what cannot be is refused with its place', async () => {
  await world.say('g', 's', start, 'x')
  expect(await put({ pattern: '{ $.a' })).toMatchObject({
    status: 400,
    body: { error: { at: { field: 'pattern', from: expect.any(Number) } } },
  })
  expect(await put({ value: '$.a' })).toMatchObject(invalid('value'))
  expect(await put({ pattern: '{ $.a = * }', dimensions: { a: 'b' } })).toMatchObject(invalid('dimensions'))
  expect(await put({ metric: 'a:b' })).toMatchObject(invalid('metric'))
  expect(await put({ unit: 'Bananas' })).toMatchObject(invalid('unit'))
  expect(await put({ group: 'none' })).toMatchObject({ status: 404 })
  for (let at = 0; at < limits.metricFilters; at++) await put({ name: `f${at}` })
  expect(await put({ name: 'more' })).toMatchObject({ status: 422, body: { error: { code: 'over-limit' } } })
})

test('who may not operate may look', async () => {
  await world.close()
  world = await testWorld({ mode: 'required' })
  const writer = await world.token('writer')
  expect((await world.json('GET', '/api/logs/metric-filters', undefined, writer)).status).toBe(200)
  expect((await world.json('PUT', '/api/logs/metric-filters', filter, writer)).status).toBe(403)
  expect((await world.json('DELETE', '/api/logs/metric-filters?group=g&name=f', undefined, writer)).status).toBe(403)
})

describe('a preview', () => {
  const means = (pattern: string) => {
    const parsed = parseFilterPattern(pattern)
    if (!parsed.ok) throw new Error(parsed.error.message)
    const predicate = compilePredicate(parsed.value)
    world.logs.meaning = (where, row) => {
      if (!where.includes(toSql(parsed.value).text)) throw new Error(`another condition: ${where}`)
      return predicate(row.message)
    }
  }
  const preview = async (pattern: string, value: string, over: object = {}): Promise<ApiMetricFilterPreview> => {
    means(pattern)
    const wish = { group: 'g', pattern, value, from: start, to: start + 120_000, ...over }
    const answer = await world.json('POST', '/api/logs/metric-filters/preview', wish)
    expect(answer.status).toBe(200)
    return answer.body
  }

  test('counts, sums and shows the newest', async () => {
    await world.say('g', 's', start, '{"l":1.5,"p":"a"}', 'no', '{"l":"x","p":"b"}', '{"l":2}', '{"l":4,"p":"c"}')
    const found = await preview('{ $.l = * }', '$.l', { dimensions: { P: '$.p' } })
    expect(found).toMatchObject({ scanned: 5, matched: 4, withoutValue: 2, stepMs: 1_000 })
    expect(found.bars).toEqual([
      { at: start, matched: 1, sum: 1.5 },
      { at: start + 2_000, matched: 1, sum: 0 },
      { at: start + 3_000, matched: 1, sum: 0 },
      { at: start + 4_000, matched: 1, sum: 4 },
    ])
    expect(found.samples.map(({ timestamp, value, dimensions }) => [timestamp - start, value, dimensions])).toEqual([
      [4_000, 4, { P: 'c' }],
      [3_000, 2, {}],
      [2_000, null, { P: 'b' }],
      [0, 1.5, { P: 'a' }],
    ])
    expect(found.valuesFrom).toBeUndefined()
  })

  test(`of a constant shows ${limits.previewSamples} lines and sums all`, async () => {
    const lines = Array.from({ length: limits.previewSamples + 5 }, (_, at) => `ERROR ${at}`)
    await world.say('g', 's', start, ...lines)
    const found = await preview('ERROR', '2')
    expect([found.samples.length, found.matched, found.valuesFrom]).toEqual([
      limits.previewSamples,
      lines.length,
      undefined,
    ])
    expect(found.bars.reduce((sum, bar) => sum + bar.sum, 0)).toBe(2 * lines.length)
    expect(found.bars.length).toBeLessThanOrEqual(limits.previewBars)
    expect(world.logs.requests).toHaveLength(1)
  })

  test.each([0, 1])(`takes the values of ${limits.previewLines} lines, and %i more are only counted`, async more => {
    const lines = Array.from({ length: limits.previewLines + more }, () => 'x 1')
    await world.say('g', 's', start - 60_000_000, ...lines)
    const found = await preview('[x, n]', '$n', { from: start - 60_000_000, to: start })
    expect([found.matched, found.bars.reduce((sum, bar) => sum + bar.sum, 0)]).toEqual([
      lines.length,
      limits.previewLines,
    ])
    expect(found.valuesFrom).toBe(more === 0 ? undefined : start - 60_000_000 + 1_000)
  })

  test(`takes values for ${limits.previewTime} ms at most`, async () => {
    const many = limits.searchPieceEvents * 10
    await world.say('g', 's', start, ...Array.from({ length: many * 2 + 1 }, () => 'x 1'))
    const real = world.logs.page
    let pages = 0
    world.logs.page = async (...asked) => {
      pages += 1
      if (pages === 2) world.now = (world.now + limits.previewTime) as typeof world.now
      return real(...asked)
    }
    const found = await preview('[x, n]', '$n', { to: start + 60_000_000 })
    expect(pages).toBe(2)
    expect(found.valuesFrom).toBe(start + 2_000 - 1_000)
  })

  test.each([0, 1])(`looks at ${limits.previewScanned} lines, not at %i more`, async more => {
    await world.say('g', 's', start, 'ERROR')
    means('ERROR')
    const real = world.logs.histogram
    world.logs.histogram = async (selection, ...rest) => {
      const counted = await real(selection, ...rest)
      if (selection.where !== undefined || !counted.ok) return counted
      return { ok: true, value: counted.value.map(bar => ({ ...bar, events: limits.previewScanned + more })) }
    }
    const answer = await world.json('POST', '/api/logs/metric-filters/preview', {
      ...{ group: 'g', pattern: 'ERROR', value: '1', from: start, to: start + 1_000 },
    })
    expect(answer.status).toBe(more === 0 ? 200 : 422)
  })

  test('of what cannot be is refused', async () => {
    await world.say('g', 's', start, 'x')
    const ask = (over: object) =>
      world.json('POST', '/api/logs/metric-filters/preview', {
        ...{ group: 'g', pattern: 'x', value: '1', from: start, to: start + 1, ...over },
      })
    expect(await ask({ pattern: '{' })).toMatchObject(invalid('pattern'))
    expect(await ask({ value: '$.x' })).toMatchObject(invalid('value'))
    expect(await ask({ to: start })).toMatchObject(invalid('to'))
    expect(await ask({ group: 'none' })).toMatchObject({ status: 404 })
  })
})
