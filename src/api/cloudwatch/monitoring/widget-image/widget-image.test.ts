/** GetMetricWidgetImage over its three protocols on the embedded engine; what a widget's JSON may say; how its series are drawn. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant, mib, ok, type Result } from '../../../../model/index.ts'
import { type ChdbEngine, migrate, openChdb } from '../../../../store/engine/index.ts'
import { testClock } from '../../../../store/engine/test-clock.ts'
import { metricStore } from '../../../../store/metrics/index.ts'
import { storeMigrations } from '../../../../store/schema/index.ts'
import { readCbor } from '../../protocol/cbor-read.ts'
import { writeCbor } from '../../protocol/cbor-write.ts'
import { call, serve, steppedClock } from '../../protocol/test-server.ts'
import { createMonitoringService } from '../service.ts'
import { readWidget } from './read-widget.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const minute = 60_000
const now = Date.UTC(2026, 10, 21, 12)
const alarm = 'arn:aws:cloudwatch:eu-west-3:000000000000:alarm:slow'

let dir: string
let engine: ChdbEngine
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-widget-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  const metrics = metricStore(engine)
  const block = metrics.block()
  const series = metrics.series({
    ...{ namespace: 'Shop', metric: 'Latency', labels: { Pod: 'web-1' }, unit: 'Seconds', resolution: 60, source: '' },
  })
  for (let at = 1; at <= 60; at++) block.add(series, now - at * minute, { kind: 'value', value: at % 7, weight: 1 })
  must(await metrics.append(block, 'once'))
  const watched = {
    ...{ periodMs: minute, unit: null, threshold: 5, states: [] },
    series: [{ label: 'Latency', at: [now - minute], values: [7] }],
  }
  const alarms = { series: async (name: string) => ok(name === 'slow' ? watched : undefined) } as never
  const clock = steppedClock(now)
  server = await serve([createMonitoringService({ metrics, clock, alarms, newId: () => 'id' })], { clock })
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const latency = { metrics: [['Shop', 'Latency', 'Pod', 'web-1']] }
const sizeOf = (png: Buffer) => {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}
const ask = async (widget: object | string, more: object = {}) => {
  const MetricWidget = typeof widget === 'string' ? widget : JSON.stringify(widget)
  const answer = await call(server.port, 'GraniteServiceVersion20100801.GetMetricWidgetImage', {
    body: JSON.stringify({ MetricWidget, ...more }),
    headers: { 'x-amzn-query-mode': 'true' },
  })
  return { status: answer.status, json: answer.json as { MetricWidgetImage: string; message: string; __type: string } }
}
const image = async (widget: object, more: object = {}) => {
  const { status, json } = await ask(widget, more)
  expect([status, json.message]).toEqual([200, undefined])
  return Buffer.from(json.MetricWidgetImage, 'base64')
}

describe('the picture', () => {
  test('is a PNG of the size that was asked for, or of 600 by 400', async () => {
    expect(sizeOf(await image(latency))).toEqual([600, 400])
    expect(sizeOf(await image({ ...latency, width: 300, height: 150 }, { OutputFormat: 'png' }))).toEqual([300, 150])
  })

  test('shows what is there: another range, theme, title, view or metric is another picture', async () => {
    const widgets = [
      latency,
      { ...latency, start: '-PT30M' },
      { ...latency, start: '-PT30M', end: '-PT10M' },
      { ...latency, theme: 'dark' },
      { ...latency, title: '지연 시간' },
      { ...latency, view: 'singleValue' },
      { ...latency, view: 'bar' },
      { ...latency, view: 'pie' },
      { ...latency, stacked: true },
      { ...latency, annotations: { horizontal: [{ value: 5, label: 'limit' }] } },
      { ...latency, yAxis: { left: { max: 100 } } },
      { ...latency, timezone: '+0900' },
      { metrics: [['Shop', 'Latency', 'Pod', 'web-1', { id: 'm1' }], [{ expression: 'm1 * 2', id: 'e1' }]] },
      { metrics: [['Shop', 'Nothing']] },
      { annotations: { alarms: [alarm] } },
    ]
    const drawn = new Set<string>()
    for (const widget of widgets) drawn.add((await image(widget)).toString('base64'))
    expect(drawn.size).toBe(widgets.length)
  })

  test('comes by AWS Query and by CBOR as well', async () => {
    const MetricWidget = JSON.stringify({ ...latency, width: 320, height: 200 })
    const url = `http://127.0.0.1:${server.port}`
    const form = new URLSearchParams({ Action: 'GetMetricWidgetImage', Version: '2010-08-01', MetricWidget })
    const query = await fetch(url, { method: 'POST', body: form })
    const [, base64 = ''] = /<MetricWidgetImage>([^<]+)<\/MetricWidgetImage>/.exec(await query.text()) ?? []
    expect(sizeOf(Buffer.from(base64, 'base64'))).toEqual([320, 200])
    const cbor = await fetch(`${url}/service/GraniteServiceVersion20100801/operation/GetMetricWidgetImage`, {
      method: 'POST',
      headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
      body: Buffer.from(writeCbor({ MetricWidget })),
    })
    const read = must(readCbor(Buffer.from(await cbor.arrayBuffer()))) as { MetricWidgetImage: Uint8Array }
    expect(sizeOf(Buffer.from(read.MetricWidgetImage))).toEqual([320, 200])
  })
})

describe('refused', () => {
  test.each<[string, object | string, string]>([
    ['no JSON', '{', 'The MetricWidget must be a valid JSON object.'],
    ['a list', '[]', 'The MetricWidget must be a valid JSON object.'],
    ['no metrics', {}, '"dataPath": "/"'],
    ['a metric without a name', { metrics: [['Shop']] }, '"dataPath": "/metrics/0"'],
    ['a width of nothing', { ...latency, width: 0 }, '"dataPath": "/width"'],
    ['a start that is none', { ...latency, start: 'yesterday' }, '"dataPath": "/start"'],
    ['an end before the start', { ...latency, start: '-PT1H', end: '-PT2H' }, 'The end has to be after the start'],
    ['a theme', { ...latency, theme: 'blue' }, '"dataPath": "/theme"'],
    ['a view', { ...latency, view: 'cake' }, '"dataPath": "/view"'],
    ['a statistic', { ...latency, stat: 'often' }, 'often'],
    ['an expression', { metrics: [[{ expression: '1 +', id: 'e1' }]] }, "Error in expression 'e1'"],
    ['an alarm that is not there', { annotations: { alarms: [`${alarm}er`] } }, 'does not exist: slower'],
  ])('%s', async (_name, widget, words) => {
    const { status, json } = await ask(widget)
    expect(status).toBe(400)
    expect(json.__type).toMatch(/#ValidationException$/)
    expect(json.message).toContain(words)
  })
  test('another format', async () => {
    const { json } = await ask(latency, { OutputFormat: 'gif' })
    expect(json.message).toContain("at 'outputFormat' failed to satisfy constraint")
  })
})

describe('bounds', () => {
  const read = (widget: object) => readWidget(JSON.stringify(widget), now, 'eu-west-3')
  test.each([
    ['width', limits.pictureMost],
    ['height', limits.pictureMost],
  ])('%s', (side, most) => {
    expect(read({ ...latency, [side]: most }).ok).toBe(true)
    expect(read({ ...latency, [side]: most + 1 }).ok).toBe(false)
  })
  test('metrics', () => {
    const metrics = (count: number) => ({ metrics: Array.from({ length: count }, (_, at) => ['Shop', `M${at}`]) })
    expect(read(metrics(limits.widgetMetrics)).ok).toBe(true)
    expect(read(metrics(limits.widgetMetrics + 1)).ok).toBe(false)
  })
  test('length', async () => {
    const padded = (length: number) => {
      const json = JSON.stringify(latency)
      return `${json.slice(0, -1)}${' '.repeat(length - json.length)}}`
    }
    expect((await ask(padded(limits.widgetLength))).status).toBe(200)
    expect((await ask(padded(limits.widgetLength + 1))).json.message).toContain("at 'metricWidget' failed")
  })
})

test('the range, by default the last three hours', () => {
  const range = (widget: object) => {
    const read = must(readWidget(JSON.stringify({ ...latency, ...widget }), now, 'eu-west-3'))
    return [read.from, read.to].map(at => new Date(instant(at)).toISOString())
  }
  expect(range({})).toEqual(['2026-11-21T09:00:00.000Z', '2026-11-21T12:00:00.000Z'])
  expect(range({ start: '-P1D', end: '-PT6H' })).toEqual(['2026-11-20T12:00:00.000Z', '2026-11-21T06:00:00.000Z'])
  expect(range({ start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00.000Z' })).toEqual([
    '2026-11-01T00:00:00.000Z',
    '2026-11-02T00:00:00.000Z',
  ])
  expect(range({ start: '-P99999M' })[0]).toBe('1970-01-01T00:00:00.000Z')
})

test('whatever the JSON is, it is read or refused in words', () => {
  const word = fc.constantFrom(
    'metrics',
    'start',
    'end',
    'width',
    'view',
    'annotations',
    'yAxis',
    'Shop',
    '-PT3H',
    '...',
  )
  const json = fc.letrec(tie => ({
    value: fc.oneof({ depthSize: 'small' }, word, fc.double(), fc.constant(null), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(word, tie('value'), { maxKeys: 5 }),
  })).object
  fc.assert(
    fc.property(json, widget => {
      const read = readWidget(JSON.stringify(widget), now, 'eu-west-3')
      if (read.ok) expect(read.value.from).toBeLessThan(read.value.to)
      else expect(read.error.length).toBeGreaterThan(20)
    }),
    { seed: 20261121, numRuns: 300 },
  )
})
