/** The table of the specification, its examples, and what no event may do. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { readEmbeddedMetrics } from './index.ts'

const now = 1_700_000_000_000
const context = { announced: false, timestamp: now - 5, now: instant(now) }
const read = (event: unknown, more: Partial<typeof context> = {}) =>
  readEmbeddedMetrics(typeof event === 'string' ? event : JSON.stringify(event), { ...context, ...more })

const directive = (over: object = {}) => ({
  Namespace: 'App',
  Dimensions: [['svc']],
  Metrics: [{ Name: 'm' }],
  ...over,
})
const event = (over: object = {}, root: object = {}) => ({
  _aws: { Timestamp: now, CloudWatchMetrics: [directive(over)] },
  ...{ svc: 'pay', m: 1 },
  ...root,
})
const faults = (of: unknown) => {
  const found = read(of)
  return [found?.metrics.length, found?.validationErrors]
}
const value = (each: number, weight = 1) => ({ kind: 'value', value: each, weight })

describe('the examples', () => {
  const first = (root: object) => ({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: 'App',
          Dimensions: [['svc'], ['svc', 'op'], []],
          Metrics: [{ Name: 'time', Unit: 'Milliseconds', StorageResolution: 60 }],
        },
      ],
    },
    ...root,
    time: [100, 200],
    requestId: 'r1',
  })

  test('1: one observation, three dimension sets, what is not declared is no label', () => {
    expect(read(first({ svc: 'pay', op: 'put' }))).toEqual({
      at: now,
      parsingErrors: 0,
      validationErrors: 0,
      metrics: [
        {
          ...{ namespace: 'App', metric: 'time', unit: 'Milliseconds', resolution: 60 },
          labels: { svc: 'pay', op: 'put' },
          sets: [['svc'], ['op', 'svc'], []],
          samples: [value(100), value(200)],
        },
      ],
    })
  })

  test('2: without a declared member its set is left out and counted', () => {
    expect(read(first({ svc: 'pay' }))).toMatchObject({
      validationErrors: 1,
      metrics: [{ labels: { svc: 'pay' }, sets: [['svc'], []] }],
    })
  })

  test('3: a name is a key of the root, never a path', () => {
    const nested = event({ Metrics: [{ Name: 'A.a' }] }, { A: { a: 1 }, 'A.a': 2 })
    expect(read(nested)?.metrics[0]?.samples).toEqual([value(2)])
  })

  test('4: version 0, as the agent of Container Insights sends it', () => {
    const node = {
      CloudWatchMetrics: [
        {
          Namespace: 'ContainerInsights',
          Dimensions: [['ClusterName'], ['ClusterName', 'InstanceId', 'NodeName']],
          Metrics: [
            { Name: 'node_cpu_utilization', Unit: 'Percent' },
            { Name: 'node_memory_limit', Unit: 'Bytes' },
          ],
        },
      ],
      ...{ ClusterName: 'demo', InstanceId: 'i-0a', InstanceType: 'm5.large', NodeName: 'ip-10-0-0-1.ec2.internal' },
      ...{
        Sources: ['cadvisor', '/proc', 'pod', 'calculated'],
        Timestamp: '1700000000000',
        Type: 'Node',
        Version: '0',
      },
      ...{ kubernetes: { host: 'ip-10-0-0-1.ec2.internal' }, node_cpu_utilization: 12.5, node_memory_limit: 8_123_456 },
    }
    for (const announced of [false, true]) {
      const found = read(node, { announced, now: instant(now + 1) })
      expect(found).toMatchObject({ at: now, validationErrors: 0 })
      expect(found?.metrics.map(({ metric, unit, samples, sets }) => [metric, unit, samples, sets.length])).toEqual([
        ['node_cpu_utilization', 'Percent', [value(12.5)], 2],
        ['node_memory_limit', 'Bytes', [value(8_123_456)], 2],
      ])
      expect(Object.keys(found?.metrics[0]?.labels ?? {})).toEqual(['ClusterName', 'InstanceId', 'NodeName'])
    }
    expect(read({ ...node, Timestamp: now })?.at).toBe(now)
    expect(read({ ...node, Timestamp: undefined })?.at).toBe(context.timestamp)
    expect(read({ ...node, Version: '1' })).toBeUndefined()
  })

  test('the same metric of two directives is one, with the sets of both', () => {
    const both = {
      _aws: { Timestamp: now, CloudWatchMetrics: [directive(), directive({ Dimensions: [['pod', 'svc'], ['svc']] })] },
      ...{ svc: 'pay', pod: 'p', m: 1 },
    }
    expect(read(both)?.metrics).toMatchObject([{ labels: { svc: 'pay', pod: 'p' }, sets: [['svc'], ['pod', 'svc']] }])
  })
})

test.each([
  ['no JSON', 'CloudWatchMetrics', undefined, { parsingErrors: 1, validationErrors: 0, metrics: [] }],
  ['an array', '["CloudWatchMetrics"]', undefined, { parsingErrors: 1 }],
  ['an ordinary line', '{"a":1}', undefined, undefined],
  ['the mark elsewhere', '{"a":"CloudWatchMetrics"}', undefined, undefined],
  ['_aws that is no object', '{"_aws":"CloudWatchMetrics"}', undefined, undefined],
])('%s, unannounced and announced', (_story, message, plain, announced) => {
  expect(read(message)).toEqual(plain)
  const found = read(message, { announced: true })
  if (announced === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(announced)
})

const long = (length: number) => 'x'.repeat(length)
const many = (count: number) => Array.from({ length: count }, (_, at) => `d${at}`)
const values = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, 'v']))
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

test.each([
  ['a good one', event(), 1, 0],
  ['directives that are no list', { _aws: { Timestamp: now, CloudWatchMetrics: {} }, m: 1 }, 0, 1],
  [
    'a directive that is no object',
    { _aws: { Timestamp: now, CloudWatchMetrics: [5, directive()] }, svc: 'a', m: 1 },
    1,
    1,
  ],
  ['no namespace', event({ Namespace: undefined }), 0, 1],
  [`a namespace of ${limits.embeddedNameLength}`, event({ Namespace: long(limits.embeddedNameLength) }), 1, 0],
  ['one longer', event({ Namespace: long(limits.embeddedNameLength + 1) }), 0, 1],
  ['no dimensions', event({ Dimensions: undefined }), 0, 1],
  ['no dimension set', event({ Dimensions: [] }), 0, 1],
  ['the empty set alone', event({ Dimensions: [[]] }), 1, 0],
  ['a set that is no list', event({ Dimensions: ['svc', ['svc']] }), 1, 1],
  ['a name twice in a set', event({ Dimensions: [['svc', 'svc']] }), 0, 1],
  [
    `${limits.metricDimensions} dimensions`,
    event({ Dimensions: [many(limits.metricDimensions)] }, values(many(99))),
    1,
    0,
  ],
  ['one more', event({ Dimensions: [many(limits.metricDimensions + 1)] }, values(many(99))), 0, 1],
  [
    'a long name',
    event(
      { Dimensions: [[long(limits.embeddedDimensionNameLength)]] },
      values([long(limits.embeddedDimensionNameLength)]),
    ),
    1,
    0,
  ],
  [
    'one longer',
    event(
      { Dimensions: [[long(limits.embeddedDimensionNameLength + 1)]] },
      values([long(limits.embeddedDimensionNameLength + 1)]),
    ),
    0,
    1,
  ],
  [
    `a value of ${limits.metricDimensionValueLength}`,
    event({}, { svc: long(limits.metricDimensionValueLength) }),
    1,
    0,
  ],
  ['one longer', event({}, { svc: long(limits.metricDimensionValueLength + 1) }), 0, 1],
  ['an empty value', event({}, { svc: '' }), 0, 1],
  ['a number for a dimension', event({}, { svc: 7 }), 1, 0],
  ['true for a dimension', event({}, { svc: true }), 0, 1],
  ['a dimension of the prototype', event({ Dimensions: [['toString']] }), 0, 1],
  [
    `${limits.embeddedMetrics} metrics`,
    event(
      { Metrics: many(limits.embeddedMetrics).map(Name => ({ Name })) },
      Object.fromEntries(many(limits.embeddedMetrics).map(name => [name, 1])),
    ),
    limits.embeddedMetrics,
    0,
  ],
  ['one more', event({ Metrics: many(limits.embeddedMetrics + 1).map(Name => ({ Name })) }), 0, 1],
  ['a metric that is not there', event({}, { m: undefined }), 0, 1],
  ['a metric of the prototype', event({ Metrics: [{ Name: 'constructor' }] }), 0, 1],
  ['a text for a value', event({}, { m: '1' }), 0, 1],
  [`${limits.embeddedValues} values`, event({}, { m: numbers(limits.embeddedValues) }), 1, 0],
  ['one more', event({}, { m: numbers(limits.embeddedValues + 1) }), 0, 1],
  ['no values', event({}, { m: [] }), 0, 1],
  ['a text among the values', event({}, { m: [1, '2'] }), 0, 1],
  ['a number beyond what is kept', event({}, { m: 1e300 }), 0, 1],
  ['a unit of its own', event({ Metrics: [{ Name: 'm', Unit: 'Bananas' }] }), 0, 1],
  ['a resolution of 5', event({ Metrics: [{ Name: 'm', StorageResolution: 5 }] }), 0, 1],
  ['the oldest time', { ...event(), _aws: { ...event()._aws, Timestamp: now - limits.metricAge } }, 1, 0],
  ['one older', { ...event(), _aws: { ...event()._aws, Timestamp: now - limits.metricAge - 1 } }, 0, 1],
  ['the newest time', { ...event(), _aws: { ...event()._aws, Timestamp: now + limits.metricLead } }, 1, 0],
  ['one newer', { ...event(), _aws: { ...event()._aws, Timestamp: now + limits.metricLead + 1 } }, 0, 1],
  ['a text for a time', { ...event(), _aws: { ...event()._aws, Timestamp: String(now) } }, 0, 1],
  ['no time', { ...event(), _aws: { ...event()._aws, Timestamp: undefined } }, 0, 1],
])('%s', (_story, given, metrics, validationErrors) => {
  expect(faults(given)).toEqual([metrics, validationErrors])
})

describe('values', () => {
  const samples = (m: unknown) => read(event({}, { m }))?.metrics[0]?.samples
  test('of a list, each once with its weight', () => {
    expect(samples([1, 2, 1])).toEqual([value(1, 2), value(2)])
  })
  test("the agent's sets and distributions", () => {
    const set = { Max: 5, Min: 1, Count: 3, Sum: 9 }
    const told = { count: 3, sum: 9, min: 1, max: 5 }
    expect(samples(set)).toEqual([{ kind: 'set', ...told }])
    expect(samples({ ...set, Values: [5, 1, 3], Counts: [1, 2, 0] })).toEqual([
      { kind: 'distribution', ...told, values: [1, 5], weights: [2, 1] },
    ])
    expect(samples({ ...set, Count: 0 })).toEqual([])
  })
  const spread = (count: number) => ({
    Max: 5,
    Min: 1,
    Count: 3,
    Sum: 9,
    Values: numbers(count),
    Counts: numbers(count),
  })
  test.each([
    [{ Max: 5, Min: 1, Count: 3 }],
    [{ Max: 1, Min: 5, Count: 3, Sum: 9 }],
    [{ Max: 5, Min: 1, Count: -3, Sum: 9 }],
    [{ ...spread(2), Counts: [1] }],
    [{ ...spread(2), Counts: [1, -1] }],
    [{ ...spread(2), Values: undefined }],
    [spread(limits.metricDistributionValues + 1)],
    [{}],
    [null],
  ])('%j is none', m => expect(samples(m)).toBeUndefined())
  test(`a distribution of ${limits.metricDistributionValues} values`, () => {
    expect(samples(spread(limits.metricDistributionValues))).toHaveLength(1)
  })
  test(`one event gives ${limits.embeddedSamples} samples, and no more`, () => {
    const namespaces = limits.embeddedSamples / limits.embeddedValues + 1
    const one = {
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: numbers(namespaces).map(at => directive({ Namespace: `n${at}`, Dimensions: [[]] })),
      },
      m: numbers(limits.embeddedValues),
    }
    expect(faults(one)).toEqual([namespaces - 1, 1])
  })
})

test('no event throws, and no sample is no number', () => {
  const names = fc.constantFrom(
    '_aws',
    'CloudWatchMetrics',
    'Dimensions',
    'Metrics',
    'Name',
    'Namespace',
    'Timestamp',
    'Version',
    'm',
    '0',
    '__proto__',
  )
  const leaf = fc.oneof(names, fc.constant(now), fc.double(), fc.constant(null), fc.boolean())
  const { any } = fc.letrec(tie => ({
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(names, tie('any'), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(names, any, { maxKeys: 8 }), any, fc.boolean(), (root, dimensions, announced) => {
      for (const each of [
        root,
        event({ Dimensions: dimensions }, root),
        event({ Metrics: [dimensions, { Name: 'm' }] }, root),
      ]) {
        for (const { samples, sets, labels } of read(each, { announced })?.metrics ?? []) {
          expect(sets.length).toBeGreaterThan(0)
          for (const set of sets) for (const name of set) expect(labels[name]).toEqual(expect.any(String))
          for (const one of samples) if (one.kind === 'value') expect(Number.isFinite(one.value)).toBe(true)
        }
      }
    }),
    { numRuns: 500 },
  )
})
