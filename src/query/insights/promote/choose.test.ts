/** The choice of fields over made samples. */
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { candidatesOf, chooseFields } from './choose.ts'

/** Repeatable chance. */
function chance(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const pick = chance(7)
const hex = (digits: number) => Array.from({ length: digits }, () => pick(16).toString(16)).join('')
const line = (more: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({
    time: new Date(1_795_000_000_000 + pick(86_400_000)).toISOString(),
    level: ['info', 'warn', 'error'][pick(3)],
    service: 'shop',
    cluster_id: 'one',
    msg: ['order placed', 'cache miss', 'session refreshed'][pick(3)],
    trace_id: hex(32),
    path: `/api/v1/orders/${10_000 + pick(90_000)}`,
    status: [200, 404, 500][pick(3)],
    ms: pick(400),
    kubernetes: { pod_name: `web-${pick(20)}`, labels: { app: 'shop' } },
    tags: ['a', 'b'],
    ...more,
  })
const lines = (count: number, make: () => string = line) => Array.from({ length: count }, make)
const nobody: ReadonlySet<string> = new Set()
const names = (...given: Parameters<typeof chooseFields>) => chooseFields(...given).map(({ name }) => name)

test('what is counted and measured gets a column; ids, times, lists and constants that nobody counts by do not', () => {
  const chosen = chooseFields([{ messages: lines(400), lines: 1_000_000 }], [], nobody)
  const few = new Map(chosen.map(one => [one.name, one.few]))
  for (const name of [
    'level',
    'service',
    'msg',
    'path',
    'status',
    'ms',
    'kubernetes.pod_name',
    'kubernetes.labels.app',
  ])
    expect([name, few.has(name)]).toEqual([name, true])
  for (const name of ['time', 'trace_id', 'cluster_id', 'tags.0', 'tags', 'kubernetes'])
    expect([name, few.has(name)]).toEqual([name, false])
  expect([few.get('status'), few.get('path')]).toEqual([true, false])
})

test('usual names first, then what most lines have; what was asked for before all', () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`k${at}`, 0]))
  const seldom = () => (pick(3) === 0 ? { k39: pick(3) } : { k39: undefined })
  const make = () => line({ ...Object.fromEntries(Object.keys(many).map(name => [name, pick(3)])), ...seldom() })
  const samples = [{ messages: lines(200, make), lines: 1_000_000 }]
  const chosen = names(samples, [], nobody)
  expect(chosen).toHaveLength(limits.promotedFields)
  expect(chosen).toContain('status')
  expect(chosen).not.toContain('k39')
  expect(names(samples, [], new Set(['k39']))[0]).toBe('k39')
  expect(names(samples, [], new Set(['cluster_id']))[0]).toBe('cluster_id')
})

test('columns that stand count, in number and in bytes', () => {
  const samples = [{ messages: lines(400), lines: 1_000_000 }]
  const all = names(samples, [], nobody)
  const [first = '', ...rest] = all
  expect(names(samples, [first], nobody)).toEqual(rest)
  const held = Array.from({ length: limits.promotedFields - 1 }, (_, at) => `old${at}`)
  expect(names(samples, held, nobody)).toEqual([first])
  expect(names(samples, [...held, 'old'], nobody)).toEqual([])
})

test('room: all together within the bound of a line, each within the bound of a value', () => {
  const make = () => JSON.stringify(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`n${at}`, pick(10_000)])))
  const samples = [{ messages: lines(400, make), lines: 1_000_000 }]
  const candidates = new Map(candidatesOf(samples).map(one => [one.name, one]))
  const chosen = names(samples, [], nobody)
  const sum = chosen.reduce((total, name) => total + (candidates.get(name)?.bytes ?? 0), 0)
  expect(chosen.length).toBeGreaterThan(1)
  expect(chosen.length).toBeLessThan(12)
  expect(sum).toBeLessThanOrEqual(limits.promotedBytesPerLine)
  const wide = () => JSON.stringify({ status: hex(limits.promotedValueBytes * 4) })
  expect(names([{ messages: lines(400, wide), lines: 1_000_000 }], [], nobody)).toEqual([])
})

test('a field must be in enough of all lines, whichever group has them', () => {
  const rare = (share: number) => [
    { messages: lines(100), lines: 1_000_000 * share },
    { messages: lines(100, () => 'plain text'), lines: 1_000_000 * (1 - share) },
  ]
  expect(names(rare(limits.promotedShare * 1.01), [], nobody)).toContain('status')
  expect(names(rare(limits.promotedShare * 0.99), [], nobody)).toEqual([])
})

test('a name that is a structure elsewhere has one column at most', () => {
  const make = () =>
    pick(2) === 0 ? JSON.stringify({ status: pick(3) }) : JSON.stringify({ status: { code: pick(3) } })
  const chosen = names([{ messages: lines(200, make), lines: 1_000_000 }], [], nobody)
  expect(chosen).toHaveLength(1)
})

test('lines that are too long to look at say nothing', () => {
  const make = (length: number) => () => {
    const short = line()
    return `${short.slice(0, -1)},"pad":"${'x'.repeat(length - short.length - 9)}"}`
  }
  expect(make(limits.promotedSampleLine)()).toHaveLength(limits.promotedSampleLine)
  const of = (length: number) => names([{ messages: lines(20, make(length)), lines: 1_000_000 }], [], nobody)
  expect(of(limits.promotedSampleLine)).toContain('status')
  expect(of(limits.promotedSampleLine + 1)).toEqual([])
})
