/** Money by hand: small sums that a person can check with the price list beside them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOf, monthlyCost, type Volume } from './costs.ts'
import { cloudWatchPrices, pricedRegions } from './prices.ts'
import { recommend } from './recommend.ts'
import { shareVolumes } from './shares.ts'
import { workloadOf } from './workload.ts'

const gib = 2 ** 30
const virginia = cloudWatchPrices('us-east-1')!
const seoul = cloudWatchPrices('ap-northeast-2')!
const here = { dollarsPerGiBMonth: 0.08, diskPerByte: 0.2 }
const aGiBADay: Volume = { events: 0, bytes: 30 * gib, windowDays: 30, retentionDays: 30, class: 'STANDARD' }

describe('a month', () => {
  test('of a GiB a day, kept 30 days: 30 × 0.50 to take, 30 × 0.15 × 0.03 to keep', () => {
    expect(monthlyCost(aGiBADay, virginia, here).cloudWatch).toBeCloseTo(15 + 0.135, 10)
    expect(monthlyCost(aGiBADay, seoul, here).cloudWatch).toBeCloseTo(30 * 0.76 + 30 * 0.15 * 0.0314, 10)
    expect(monthlyCost(aGiBADay, virginia, here).here).toBeCloseTo(30 * 0.2 * 0.08, 10)
  })

  test('each event counts 26 bytes more there, not here', () => {
    const small = { ...aGiBADay, bytes: 0, events: (30 * gib) / 26 }
    expect(monthlyCost(small, virginia, here).cloudWatch).toBeCloseTo(15.135, 6)
    expect(monthlyCost(small, virginia, here).here).toBe(0)
  })

  test('of the class for rare reading costs half to take', () => {
    expect(monthlyCost({ ...aGiBADay, class: 'INFREQUENT_ACCESS' }, virginia, here).cloudWatch).toBeCloseTo(7.635, 10)
  })

  test('kept for ever counts the month that is there', () => {
    expect(monthlyCost({ ...aGiBADay, retentionDays: null }, virginia, here)).toEqual(
      monthlyCost(aGiBADay, virginia, here),
    )
  })
})

test('the price list: every region has all prices; an unknown one has none', () => {
  expect(pricedRegions.length).toBeGreaterThan(30)
  for (const region of pricedRegions) {
    const { ingestPerGiB, ingestInfrequentPerGiB, storePerGiBMonth, scanPerGiB } = cloudWatchPrices(region)!
    expect(ingestInfrequentPerGiB).toBeCloseTo(ingestPerGiB / 2, 2)
    expect([storePerGiBMonth, scanPerGiB].every(price => price > 0 && price < ingestPerGiB)).toBe(true)
  }
  expect(cloudWatchPrices('toString')).toBeUndefined()
})

test.each([
  ['backend-app-7c9f8d6b5-x7k2p', 'backend-app'],
  ['agent-x7k2p', 'agent'],
  ['db-0', 'db'],
  ['db-12', 'db'],
  ['batch-app-29384720-x7k2p', 'batch-app'],
  ['coredns-5d78c9869d-8zvtn', 'coredns'],
  ['etcd-control-plane', 'etcd-control-plane'],
  ['web', 'web'],
  ['', ''],
  ['x7k2p', 'x7k2p'],
])('the workload of pod %j is %j', (pod, workload) => {
  expect(workloadOf(pod)).toBe(workload)
})

test.each([
  ['/aws/containerinsights/demo/application', 'application'],
  ['/aws/containerinsights/demo/performance', 'performance'],
  ['/aws/containerinsights/demo/host', 'host'],
  ['/aws/containerinsights/demo/dataplane', 'dataplane'],
  ['/aws/containerinsights/demo/host/x', 'other'],
  ['/app/demo', 'other'],
])('%s is for %s', (group, kind) => {
  expect(kindOf(group)).toBe(kind)
})

describe('whose bytes', () => {
  const stream = { groupId: 1, streamId: 1, level: 'INFO' }
  test('a stream of one pod is its workload’s; of several it is shared by events; of none it is nobody’s', () => {
    const shared = shareVolumes(
      [
        { ...stream, events: 10, bytes: 1_000 },
        { ...stream, streamId: 2, events: 40, bytes: 400 },
        { ...stream, streamId: 3, events: 5, bytes: 50 },
      ],
      [
        { ...stream, namespace: 'shop', pod: 'api-7c9f8d6b5-x7k2p', events: 10 },
        { ...stream, streamId: 2, namespace: 'shop', pod: 'api-7c9f8d6b5-bbbbb', events: 10 },
        { ...stream, streamId: 2, namespace: 'shop', pod: 'db-0', events: 30 },
      ],
    )
    expect(shared).toEqual([
      { groupId: 1, namespace: 'shop', workload: 'api', level: 'INFO', events: 20, bytes: 1_100 },
      { groupId: 1, namespace: 'shop', workload: 'db', level: 'INFO', events: 30, bytes: 300 },
      { groupId: 1, namespace: '', workload: '', level: 'INFO', events: 5, bytes: 50 },
    ])
  })

  test('nothing is lost or made up', () => {
    const count = fc.integer({ min: 1, max: 1_000 })
    const at = {
      groupId: fc.integer({ min: 1, max: 2 }),
      streamId: fc.integer({ min: 1, max: 3 }),
      level: fc.constantFrom('INFO', 'DEBUG'),
    }
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ ...at, events: count, bytes: count }), {
          selector: one => `${one.groupId} ${one.streamId} ${one.level}`,
        }),
        fc.array(
          fc.record({
            ...at,
            namespace: fc.constantFrom('', 'a'),
            pod: fc.constantFrom('', 'p-0', 'q-1'),
            events: count,
          }),
        ),
        (volumes, pods) => {
          const shared = shareVolumes(volumes, pods)
          const sum = (all: readonly { readonly bytes: number }[]) => all.reduce((most, one) => most + one.bytes, 0)
          expect(Math.abs(sum(shared) - sum(volumes))).toBeLessThanOrEqual(shared.length)
        },
      ),
    )
  })
})

describe('what would save most', () => {
  const group = { name: '/app', class: 'STANDARD', retentionDays: 90, events: 0, bytes: 30 * gib, windowDays: 30 }
  const debug = { group: '/app', namespace: 'shop', workload: 'api', level: 'DEBUG', events: 0, bytes: 3 * gib }

  test('debug lines, with what they cost for as long as they are kept', () => {
    const found = recommend([group], [debug], virginia, here)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ code: 'debug-lines', workload: 'api', level: 'DEBUG', days: 90 })
    expect(found[0]!.cloudWatchPerMonth).toBeCloseTo(3 * 0.5 + 0.1 * 90 * 0.15 * 0.03, 10)
  })

  test('a group that is kept for ever or very long, with what the longer time costs', () => {
    const found = recommend(
      [
        { ...group, retentionDays: null },
        { ...group, name: '/b', retentionDays: 731 },
      ],
      [],
      virginia,
      here,
    )
    expect(found.map(one => [one.code, one.group, one.retentionDays, one.days])).toEqual([
      ['long-retention', '/b', 90, 731],
      ['no-retention', '/app', 90, 400],
    ])
    expect(found[1]!.cloudWatchPerMonth).toBeCloseTo((400 - 90) * 0.15 * 0.03, 10)
  })

  test('nothing about lines that matter, or about cents', () => {
    expect(recommend([group], [{ ...debug, level: 'ERROR' }], virginia, here)).toEqual([])
    expect(recommend([{ ...group, retentionDays: null, bytes: 1 }], [{ ...debug, bytes: 1 }], virginia, here)).toEqual(
      [],
    )
  })
})
