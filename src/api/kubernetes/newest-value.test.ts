import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { answerTo } from './answer.ts'
import { readReading } from './metric-labels.ts'
import { readPlace } from './paths.ts'
import { metricsWorld, noon, object, pod } from './test-world.ts'

type Samples = readonly (readonly [secondsAgo: number, value: number])[]
const external = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/m'

async function asked(world: ReturnType<typeof metricsWorld>, path: string, query: Record<string, string> = {}) {
  const place = readPlace(path)
  if (place === undefined) throw new Error(path)
  const { status, body } = await answerTo(world.ports, { place, query: new URLSearchParams(query), accept: undefined })
  const read = JSON.parse(body) as { items?: { value: string }[]; message?: string }
  return { status, values: read.items?.map(({ value }) => value), message: read.message }
}

/** Thirty seconds past noon: the minute from noon is under way. */
async function value(samples: Samples, labels: string) {
  const world = metricsWorld()
  world.clock.now = instant(noon + 30_000)
  world.write({ metric: 'm' }, ...samples.map(([ago, one]) => [ago - 30, one] as const))
  const { values, status } = await asked(world, external, { labelSelector: labels })
  return values?.[0] ?? status
}

describe('the newest value, at half past a minute', () => {
  test.each<[string, Samples, string, string | number]>([
    [
      'a mean is of the last whole minute',
      [
        [100, 9],
        [80, 1],
        [70, 3],
        [5, 100],
      ],
      '',
      '2',
    ],
    ['a mean of the running minute is none yet', [[5, 100]], '', 404],
    ['a mean of minutes ago counts, for a publisher that is late', [[250, 4]], '', '4'],
    ['of more than five minutes ago it does not', [[400, 4]], '', 404],
    [
      'a sum that is more already counts at once',
      [
        [70, 5],
        [20, 4],
        [5, 4],
      ],
      'mangru/statistic=Sum',
      '8',
    ],
    [
      'a sum that is less still grows',
      [
        [70, 5],
        [5, 4],
      ],
      'mangru/statistic=Sum',
      '5',
    ],
    ['a sum of the minute before the last counts, for a line that is late', [[100, 5]], 'mangru/statistic=Sum', '5'],
    ['a sum of before that does not', [[160, 5]], 'mangru/statistic=Sum', 404],
    [
      'a maximum grows too',
      [
        [70, 5],
        [5, 7],
      ],
      'mangru/statistic=Maximum',
      '7',
    ],
    [
      'a minimum does not',
      [
        [70, 5],
        [5, 1],
      ],
      'mangru/statistic=Minimum',
      '5',
    ],
    [
      'how many there were',
      [
        [70, 5],
        [69, 5],
        [68, 5],
      ],
      'mangru/statistic=SampleCount',
      '3',
    ],
    [
      'a percentile',
      [
        [70, 1],
        [69, 2],
        [68, 30],
      ],
      'mangru/statistic=p50',
      '2',
    ],
    [
      'five minutes as one',
      [
        [100, 1],
        [200, 2],
        [300, 4],
      ],
      'mangru/statistic=Sum,mangru/period=300',
      '7',
    ],
    ['nothing in the last whole minute is what is said', [[100, 5]], 'mangru/statistic=Sum,mangru/default=0', '0'],
    ['nothing at all as well', [], 'mangru/default=2.5', '2500m'],
    ['but what there is goes before', [[70, 5]], 'mangru/statistic=Sum,mangru/default=0', '5'],
  ])('%s', async (_story, samples, labels, expected) => {
    expect(await value(samples, labels)).toBe(expected)
  })

  test('seconds are told of what is kept by seconds alone', async () => {
    const world = metricsWorld()
    world.write({ metric: 'm', resolution: 1 }, [15, 3], [2, 7])
    const labelSelector = 'mangru/period=10'
    expect((await asked(world, external, { labelSelector })).values).toEqual(['7'])
    world.write({ metric: 'm', labels: {}, resolution: 60 }, [15, 3])
    expect(await asked(world, external, { labelSelector })).toMatchObject({
      ...{ status: 400, message: expect.stringContaining('kept by minutes') },
    })
  })
  test('is looked for as far back as scalingReach, and the store is asked no further', async () => {
    const world = metricsWorld()
    await asked(world, external)
    expect(world.listed[0]?.activeSince).toBe(noon - limits.scalingReach - limits.seriesToldEvery)
  })
})

describe('bounds', () => {
  test('scalingSeries series and scalingItems values, and not one more', async () => {
    const world = metricsWorld()
    for (let at = 0; at < limits.scalingItems; at += 1) world.write({ metric: 'm', labels: { q: `v${at}` } }, [70, 1])
    expect((await asked(world, external, { labelSelector: 'q' })).values).toHaveLength(limits.scalingItems)
    world.write({ metric: 'm', labels: { q: 'more' } }, [70, 1])
    expect(await asked(world, external, { labelSelector: 'q' })).toMatchObject({ status: 400 })
    expect((await asked(world, external, { labelSelector: 'q=more' })).values).toEqual(['1'])
    for (let at = limits.scalingItems + 1; at < limits.scalingSeries; at += 1)
      world.write({ metric: 'm', labels: { q: 'more', of: `${at}` } }, [70, 1])
    expect((await asked(world, external, { labelSelector: 'mangru/namespace=App' })).status).toBe(404)
    world.write({ metric: 'm', labels: { r: 'x' } }, [70, 1])
    expect(await asked(world, external, { labelSelector: 'mangru/namespace=App' })).toMatchObject({
      message: expect.stringContaining(`more than ${limits.scalingSeries} series`),
    })
  })
  test('scalingSeries series whose labels may be written so, and not one more: none is better than some', async () => {
    const world = metricsWorld()
    const labelSelector = 'q=a_b,mangru/default=0'
    for (let at = 1; at < limits.scalingSeries; at += 1) world.write({ metric: 'm', labels: { q: `${at}` } }, [70, 1])
    expect((await asked(world, external, { labelSelector })).values).toEqual(['0'])
    world.write({ metric: 'm', labels: { q: 'a/b' } }, [30, 7])
    expect((await asked(world, external, { labelSelector })).values).toEqual(['7'])
    world.write({ metric: 'm', labels: { q: 'a' } }, [70, 1])
    expect(await asked(world, external, { labelSelector })).toMatchObject({ status: 400 })
    // Of a metric that is called otherwise they take no room.
    expect((await asked(world, external.replace(/m$/, 'm_n'), { labelSelector })).values).toEqual(['0'])
  })
  test('scalingItems objects', async () => {
    const world = metricsWorld()
    const custom = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/pods/*/m'
    world.objects = Array.from({ length: limits.scalingItems }, (_, at) => pod('shop', `p${at}`, 'web'))
    expect((await asked(world, custom)).status).toBe(404)
    world.objects.push(object('Pod', 'one-more', { namespace: 'shop' }))
    expect((await asked(world, custom)).status).toBe(400)
  })
})

test('a store that does not answer is told of, to be asked again', async () => {
  const world = metricsWorld()
  world.trouble = { code: 'unavailable', message: 'the engine starts' }
  expect(await asked(world, external)).toMatchObject({
    status: 503,
    message: expect.stringContaining('the engine starts'),
  })
})

test.each(['waiting', 'blind'] as const)(
  'of a cluster that is %s nothing is told, not even that there is nothing',
  async sight => {
    const world = metricsWorld()
    world.sight = sight
    world.objects = []
    for (const what of ['nodes', 'pods', 'namespaces/shop/pods', 'namespaces/shop/pods/web-1'])
      expect((await asked(world, `/apis/metrics.k8s.io/v1beta1/${what}`)).status).toBe(503)
  },
)
test('what was seen before is told while the cluster is away', async () => {
  const world = metricsWorld()
  world.sight = 'blind'
  expect((await asked(world, '/apis/metrics.k8s.io/v1beta1/pods')).status).toBe(200)
})
test('objects that were not seen yet cannot be chosen', async () => {
  const world = metricsWorld()
  world.sight = 'waiting'
  expect((await asked(world, '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/pods/*/m')).status).toBe(503)
})

test.each([
  [
    { 'mangru/statistic': 'p99.9', 'mangru/period': '300' },
    { statistic: 'p99.9', period: 300 },
  ],
  [{}, { statistic: 'Average', period: 60 }],
])('labels that say how a metric is read: %j', (matchLabels, reading) => {
  const matchExpressions = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  expect(readReading({ matchExpressions })).toMatchObject({ ok: true, value: reading })
})
