/** What should not come, and comes: a clear error or the right answer, whatever the protocol. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant, ok } from '../../../model/index.ts'
import { testEngine } from '../../../store/logs/test-engine.ts'
import { metricStore, type WrittenSample } from '../../../store/metrics/index.ts'
import { writeCbor } from '../protocol/cbor-write.ts'
import { validate } from '../protocol/shape.ts'
import { serve, steppedClock } from '../protocol/test-server.ts'
import { data, takeDatum } from './datum.ts'
import { seriesNames } from './datum-series.ts'
import { createMonitoringService } from './service.ts'

const now = instant(Date.UTC(2026, 0, 20, 12))
const store = metricStore(testEngine())
const taken: WrittenSample[] = []
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  const metricWriter = {
    append: async ({ samples }: { readonly samples: readonly WrittenSample[] }) => {
      taken.push(...samples)
      return ok(undefined)
    },
  }
  const clock = steppedClock(now)
  server = await serve([createMonitoringService({ metrics: store, metricWriter, clock, newId: () => 'id' })], { clock })
})
afterAll(() => server?.[Symbol.asyncDispose]())

const send = async (headers: Record<string, string>, body: string | Uint8Array, path = '/') => {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    body: body as string,
    headers,
  })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}
const json = (operation: string, input: string | object) =>
  send(
    { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
    typeof input === 'string' ? input : JSON.stringify(input),
  )
const form = (fields: string) => send({ 'content-type': 'application/x-www-form-urlencoded' }, fields)
const cbor = (body: Uint8Array, operation = 'PutMetricData') =>
  send(
    { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', accept: 'application/cbor' },
    body,
    `/service/GraniteServiceVersion20100801/operation/${operation}`,
  )

describe('CBOR', () => {
  const text = (word: string) => [0x60 + word.length, ...Buffer.from(word)]

  test('with indefinite lengths, keys in any order, halves of floats and texts in pieces', async () => {
    const before = taken.length
    const datum = [
      0xbf, // a map without a length: Value first, then the name in two pieces, then an empty list without a length
      ...[...text('Value'), 0xf9, 0x3e, 0x00],
      ...[...text('MetricName'), 0x7f, ...text('Lat'), ...text('ency'), 0xff],
      ...[...text('Dimensions'), 0x9f, 0xff],
      0xff,
    ]
    const body = [0xbf, ...text('MetricData'), 0x9f, ...datum, 0xff, ...text('Namespace'), ...text('App'), 0xff]
    expect((await cbor(Uint8Array.from(body))).status).toBe(200)
    expect(taken.slice(before)).toMatchObject([{ series: { key: { metric: 'Latency' } }, sample: { value: 1.5 } }])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 361])(
    'refuses %d in words',
    async value => {
      const MetricData = [{ MetricName: 'm', Value: value }]
      const answer = await cbor(writeCbor({ Namespace: 'App', MetricData }))
      expect([answer.status, answer.headers.get('smithy-protocol')]).toEqual([400, 'rpc-v2-cbor'])
      expect(answer.text).toContain(`The value ${value} for parameter MetricData.member.1.Value is invalid.`)
    },
  )
})

describe('forms', () => {
  test('of a million members are refused before they are read through', async () => {
    const many = Array.from({ length: 1_000_000 }, () => '&M=1').join('')
    const answer = await form(`Action=PutMetricData&Version=2010-08-01&Namespace=App${many}`)
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('<Error>')
  })

  test('with numbers far apart, below one, or without a number make no list', async () => {
    for (const at of ['999999999', '0', '-1', 'x', '1e3', '__proto__']) {
      const answer = await form(
        `Action=PutMetricData&Version=2010-08-01&Namespace=App&MetricData.member.${at}.MetricName=m&MetricData.member.${at}.Value=1`,
      )
      expect([at, answer.status < 500]).toEqual([at, true])
    }
  })

  test.each(['text/xml', 'application/xml', 'application/soap+xml'])('%s is never parsed', async type => {
    const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};&l${n};&l${n};">`)
    const body = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">${laughs.join('')}]><x>&l10;&f;</x>`
    const answer = await send({ 'content-type': type }, body)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toMatch(/lollol|root:/)
  })
})

describe('JSON', () => {
  test.each([
    ['math of 1,000 nested calls', `${'ABS('.repeat(1_000)}m1${')'.repeat(1_000)}`.slice(0, 2_047)],
    ['1,000 brackets', '('.repeat(1_000)],
    ['1,000 signs', `${'-'.repeat(1_000)}m1`],
    ['1,000 additions', `m1${'+m1'.repeat(600)}`],
    ['a list in lists', '['.repeat(500)],
  ])('%s: an answer or words', async (_what, Expression) => {
    const metric = { Id: 'm1', MetricStat: { Metric: { Namespace: 'n', MetricName: 'm' }, Period: 60, Stat: 'Sum' } }
    const times = { StartTime: now / 1_000 - 600, EndTime: now / 1_000 }
    const answer = await json('GetMetricData', { MetricDataQueries: [metric, { Id: 'e', Expression }], ...times })
    expect([200, 400]).toContain(answer.status)
    if (answer.status === 400) expect(JSON.parse(answer.text).message).toMatch(/Error in expression 'e'/)
  })

  test('a name that is a prototype is a name', async () => {
    const before = taken.length
    const Dimensions = [
      { Name: '__proto__', Value: 'constructor' },
      { Name: 'toString', Value: '__proto__' },
    ]
    const put = { Namespace: '__proto__', MetricData: [{ MetricName: 'constructor', Value: 1, Dimensions }] }
    expect((await json('PutMetricData', put)).status).toBe(200)
    expect(Object.entries(taken[before]?.series.key.labels ?? {})).toEqual([
      ['__proto__', 'constructor'],
      ['toString', '__proto__'],
    ])
  })
})

const oddNumber = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 20 }) },
  fc.double(),
  fc.constantFrom(0, -0, 1, -1, 2 ** 360, 2 ** 361, 2 ** -360, 2 ** -361, 5e-324, 1e308, Number.NaN),
  fc.constantFrom<unknown>('NaN', 'Infinity', '-Infinity', '1', null, true, [], {}),
)
const name = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<unknown>('cpu', 'a', 'b') },
  fc.string({ maxLength: 8 }),
  fc.constantFrom<unknown>('', 'a', '\0', 'é', 'x'.repeat(255), 'x'.repeat(256), 7, null),
)
const wildDatum = fc.record(
  {
    MetricName: name,
    Dimensions: fc.oneof(
      fc.array(fc.record({ Name: name, Value: name }, { requiredKeys: [] }), { maxLength: 3 }),
      fc.constantFrom<unknown>(null, {}, 'a', [null], Array(31).fill({ Name: 'a', Value: 'b' })),
    ),
    Timestamp: fc.constantFrom<unknown>(
      now / 1_000,
      now / 1_000 - 1e7,
      1e300,
      -1,
      '2026-01-20T12:00:00Z',
      'then',
      null,
    ),
    Value: oddNumber,
    Values: fc.oneof(fc.array(oddNumber, { maxLength: 4 }), fc.constantFrom<unknown>(null, 1)),
    Counts: fc.array(oddNumber, { maxLength: 4 }),
    StatisticValues: fc.record({ SampleCount: oddNumber, Sum: oddNumber, Minimum: oddNumber, Maximum: oddNumber }),
    Unit: fc.constantFrom<unknown>('Seconds', 'None', 'Parsec', 5, null),
    StorageResolution: fc.constantFrom<unknown>(1, 60, 30, 0, 1.5, '60', null),
  },
  { requiredKeys: ['MetricName'] },
)

/** Of the right form, but for a number here and there. */
const fairDatum = fc
  .tuple(
    fc.oneof(
      fc.record({ Value: oddNumber }),
      fc.record({ Values: fc.array(oddNumber, { maxLength: 5 }) }),
      fc
        .array(fc.tuple(oddNumber, oddNumber), { maxLength: 4 })
        .map(all => ({ Values: all.map(([value]) => value), Counts: all.map(([, count]) => count) })),
      fc.record({
        StatisticValues: fc.record({ SampleCount: oddNumber, Sum: oddNumber, Minimum: oddNumber, Maximum: oddNumber }),
      }),
    ),
    fc.constantFrom({}, { Timestamp: now / 1_000 }, { Unit: 'Seconds' }, { StorageResolution: 1 }),
  )
  .map(([what, more]): object => ({ MetricName: 'cpu', ...what, ...more }))
const anyDatum = fc.oneof(fairDatum, wildDatum)

describe('any datum', () => {
  const seriesOf = seriesNames(key => store.series(key))

  test('is judged the same by the short way as by its shape', () => {
    const other = { MetricName: 'a', StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } }
    fc.assert(
      fc.property(anyDatum, datum => {
        expect(validate(data, [datum]).ok).toBe(validate(data, [datum, other]).ok)
      }),
      { seed: 20261121, numRuns: 3_000 },
    )
  })

  test('is refused in words, or becomes a sample that says what it said', () => {
    let [good, bad] = [0, 0]
    fc.assert(
      fc.property(anyDatum, datum => {
        const read = validate(data, [datum])
        if (!read.ok) {
          expect(read.error.message).toMatch(/\w+/)
          return
        }
        const all: WrittenSample[] = []
        const refused = takeDatum(read.value[0]!, { namespace: 'n', name: 'MetricData', at: 0, now, seriesOf, all })
        if (refused !== undefined) {
          bad += 1
          expect([refused.status, refused.message.includes('MetricData.member.1')]).toEqual([400, true])
          return
        }
        good += 1
        for (const { at, sample } of all) {
          expect(at).toBeGreaterThanOrEqual(now - limits.metricAge - 60_000)
          const numbers = Object.values(sample)
            .flat()
            .filter(one => typeof one === 'number')
          expect(numbers.every(Number.isFinite)).toBe(true)
          if (sample.kind === 'distribution') {
            expect([...sample.values].sort((a, b) => a - b)).toEqual(sample.values)
            expect(new Set(sample.values).size).toBe(sample.values.length)
          }
        }
      }),
      { seed: 20261121, numRuns: 3_000 },
    )
    expect(Math.min(good, bad)).toBeGreaterThan(20)
  })
})
