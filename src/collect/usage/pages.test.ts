import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type KubeletReading, readSummary } from '../kubelet/index.ts'
import { pointsOfReading, readResourcePage } from './points.ts'

const page = `# HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time consumed by the container in core-seconds
# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{container="app",namespace="shop",pod="web-1"} 12.5 1800000001000
container_cpu_usage_seconds_total{container="proxy",namespace="shop",pod="web-1"} 0.25 1800000002000
container_memory_working_set_bytes{container="app",namespace="shop",pod="web-1"} 1.048576e+06 1800000003000
container_memory_working_set_bytes{container="proxy",namespace="shop",pod="web-1"} 4096 1800000003000
container_start_time_seconds{container="app",namespace="shop",pod="web-1"} 1.799999e+09
container_swap_usage_bytes{container="app",namespace="shop",pod="web-1"} 9
node_cpu_usage_seconds_total 100.75 1800000004000
node_memory_working_set_bytes 8e+09 1800000005000
pod_cpu_usage_seconds_total{namespace="shop",pod="web-1"} 12.8 1800000002000
scrape_error 0
`
const asked = 1_800_000_009_000

const whole = {
  node: { at: 1_800_000_004_000, cpuSeconds: 100.75, memory: 8e9 },
  pods: {
    'shop/web-1': {
      app: { at: 1_800_000_001_000, cpuSeconds: 12.5, memory: 1_048_576, startedAt: 1.799999e12 },
      proxy: { at: 1_800_000_002_000, cpuSeconds: 0.25, memory: 4_096 },
    },
  },
}
const plain = (points: ReturnType<typeof readResourcePage>) =>
  points && {
    ...points,
    pods: Object.fromEntries([...points.pods].map(([key, containers]) => [key, Object.fromEntries(containers)])),
  }

describe('/metrics/resource', () => {
  test('is read with the times that it tells', () => {
    expect(plain(readResourcePage(page, asked))).toEqual(whole)
  })
  test('without times is as old as the question', () => {
    const untimed = page.replaceAll(/ 18000000\d{5}$/gm, '')
    expect(readResourcePage(untimed, asked)?.node?.at).toBe(asked)
    expect(readResourcePage(untimed, asked)?.pods.get('shop/web-1')?.get('app')?.at).toBe(asked)
  })
  test.each([
    ['no memory of a container', /^container_memory_working_set_bytes\{container="proxy".*$/m, ''],
    ['no CPU of a container', /^container_cpu_usage_seconds_total\{container="proxy".*$/m, ''],
    ['a counter that did not begin', /0\.25 /, '0 '],
    ['a counter below nothing', /0\.25 /, '-3 '],
    ['no number', /0\.25 /, 'NaN '],
  ])('a pod with %s is not told', (_story, what, by) => {
    const points = readResourcePage(page.replace(what, by), asked)
    expect(points?.pods.size).toBe(0)
    expect(points?.node?.memory).toBe(8e9)
  })
  test.each([
    ['nothing', ''],
    ['another page', '<html>no metrics here</html>'],
    ['another kubelet page', 'container_memory_rss{id="/"} 7'],
    ['a pod without names', 'container_cpu_usage_seconds_total{container="app"} 1'],
  ])('%s is no such page', (_story, text) => {
    expect(readResourcePage(text, asked)).toBeUndefined()
  })
  test('cut anywhere it is read as far as it goes, and never makes up a figure', () => {
    for (let end = 0; end <= page.length; end += 1) {
      const points = readResourcePage(page.slice(0, end), asked)
      for (const [name, point] of points?.pods.get('shop/web-1') ?? []) {
        // The last number of a line that is cut may be shorter than it was.
        expect(['app', 'proxy']).toContain(name)
        expect(point.memory).toBeLessThanOrEqual(1_048_576)
      }
    }
  })
  test('any text is read without harm', () => {
    const name = fc.constantFrom(...page.split('\n').map(line => line.split(/[{ ]/)[0] ?? ''))
    const line = fc.tuple(name, fc.string(), fc.string()).map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string(), fc.constantFrom(...page.split('\n')))), lines => {
        const points = readResourcePage(lines.join('\n'), asked)
        for (const containers of points?.pods.values() ?? [])
          for (const { cpuSeconds, memory, at } of containers.values())
            if (!(cpuSeconds > 0 && memory > 0 && Number.isFinite(at))) return false
        return true
      }),
      { seed: 61, numRuns: 500 },
    )
  })
})

test('/stats/summary gives the same points', () => {
  const time = new Date(1_800_000_001_000).toISOString()
  const use = (ns: number, bytes: number) => ({
    startTime: new Date(1_799_999_000_000).toISOString(),
    cpu: { time, usageCoreNanoSeconds: ns },
    memory: { time, workingSetBytes: bytes },
  })
  const summary = {
    node: use(100.75e9, 8e9),
    pods: [
      { podRef: { namespace: 'shop', name: 'web-1' }, containers: [{ name: 'app', ...use(12.5e9, 1_048_576) }] },
      { podRef: { namespace: 'shop', name: 'half' }, containers: [{ name: 'app', cpu: { usageCoreNanoSeconds: 5 } }] },
      { podRef: { namespace: 'shop', name: 'none' }, containers: [] },
    ],
  }
  const reading = readSummary(JSON.stringify(summary), asked) as KubeletReading
  const point = { at: 1_800_000_001_000, startedAt: 1_799_999_000_000 }
  expect(plain(pointsOfReading(reading))).toEqual({
    node: { ...point, cpuSeconds: 100.75, memory: 8e9 },
    pods: { 'shop/web-1': { app: { ...point, cpuSeconds: 12.5, memory: 1_048_576 } } },
  })
})
