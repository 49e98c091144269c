/** The cost page's question, with volumes that are made up and prices that a person can multiply. */
import { afterEach, describe, expect, test } from 'vitest'
import { cloudWatchPrices } from '../../judge/costs/index.ts'
import { limits } from '../../limits.ts'
import { err, type Instant, ok } from '../../model/index.ts'
import type { CostPorts } from './cost-ports.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld | undefined
afterEach(() => world?.close())

const gib = 2 ** 30
const asked: { from: Instant; to: Instant; groups: readonly number[] }[] = []
const ports: CostPorts = {
  prices: cloudWatchPrices('ap-northeast-2')!,
  dollarsPerGiBMonth: 0.1,
  diskPerByte: async () => 0.25,
  volumes: async (groups, from, to) => {
    asked.push({ from, to, groups: groups.map(group => group.id) })
    const stream = { groupId: groups[0]!.id, streamId: 1 }
    return ok({
      volumes: [
        { ...stream, level: 'DEBUG', events: 100, bytes: gib },
        { ...stream, level: 'INFO', events: 300, bytes: 3 * gib },
      ],
      pods: [
        { ...stream, level: 'DEBUG', namespace: 'shop', pod: 'api-7c9f8d6b5-x7k2p', events: 100 },
        { ...stream, level: 'INFO', namespace: 'shop', pod: 'api-7c9f8d6b5-x7k2p', events: 300 },
      ],
    })
  },
}

describe('GET /api/logs/costs', () => {
  test('groups, workloads and what would save most, with the prices that were used', async () => {
    world = await testWorld({ costs: ports })
    const day = 86_400_000
    world.now = (world.now - 10 * day) as Instant
    await world.say('/app/shop', 's', world.now, 'INFO a', 'INFO b')
    world.now = (world.now + 10 * day) as Instant
    const { status, body } = await world.json('GET', '/api/logs/costs?days=10')
    expect(status).toBe(200)
    expect(body.to - body.from).toBe(10 * day)
    expect(body.cloudWatch).toMatchObject({ region: 'ap-northeast-2', asOf: '2025-04-30', ingestPerGiB: 0.76 })
    expect(body.here).toEqual({ dollarsPerGiBMonth: 0.1, bytesOnDiskPerByte: 0.25 })
    const [group] = body.groups
    expect(group).toMatchObject({ name: '/app/shop', kind: 'other', retentionDays: null })
    expect(group.bytesPerDay).toBe(Math.round(0.4 * gib))
    // 0.4 GiB a day for 30 days, kept a month, a quarter of it on disk at 0.1 dollars.
    expect(group.herePerMonth).toBeCloseTo(12 * 0.25 * 0.1, 6)
    expect(group.cloudWatchPerMonth).toBeCloseTo(12 * 0.76 + 12 * 0.15 * 0.0314, 4)
    expect(body.workloads.map((one: { workload: string; level: string }) => [one.workload, one.level])).toEqual([
      ['api', 'INFO'],
      ['api', 'DEBUG'],
    ])
    expect(body.recommendations.map((one: { code: string }) => one.code)).toEqual(['debug-lines', 'no-retention'])
  })

  test.each([
    [limits.costDays, 200],
    [limits.costDays + 1, 400],
    [1, 200],
    [0, 400],
  ])('%i days: %i', async (days, status) => {
    world = await testWorld({ costs: ports })
    await world.say('g', 's', world.now, 'x')
    expect((await world.json('GET', `/api/logs/costs?days=${days}`)).status).toBe(status)
  })

  test('an engine that cannot answer is said', async () => {
    const broken = { ...ports, volumes: async () => err({ code: 'unavailable', message: 'starting' } as const) }
    world = await testWorld({ costs: broken })
    const { status, body } = await world.json('GET', '/api/logs/costs')
    expect([status, body.error.code]).toEqual([503, 'unavailable'])
  })

  test('lists are bounded: the dearest stay', async () => {
    const many = limits.costWorkloads + 1
    const volumes: CostPorts['volumes'] = async groups => {
      const at = { groupId: groups[0]!.id, level: 'DEBUG' }
      return ok({
        volumes: Array.from({ length: many }, (_, i) => ({ ...at, streamId: i, events: 1, bytes: gib + i })),
        pods: Array.from({ length: many }, (_, i) => ({ ...at, streamId: i, namespace: `n${i}`, pod: 'p', events: 1 })),
      })
    }
    world = await testWorld({ costs: { ...ports, volumes } })
    await world.say('g', 's', world.now, 'x')
    const { body } = await world.json('GET', '/api/logs/costs')
    expect([body.workloads.length, body.recommendations.length]).toEqual([
      limits.costWorkloads,
      limits.costRecommendations,
    ])
    expect(body.workloads[0].bytes).toBe(gib + many - 1)
    expect(asked.every(one => one.groups.length <= limits.costGroups)).toBe(true)
  })
})
