import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCadvisor } from './cadvisor.ts'
import { readExposition } from './exposition.ts'
import { mergeReadings } from './reading.ts'
import { readSummary } from './summary.ts'

describe('exposition text', () => {
  const samples = (text: string) => {
    const found: unknown[] = []
    readExposition(text, new Set(['m']), ({ name, labels, value, at }) =>
      found.push([name, Object.fromEntries(labels), value, at]),
    )
    return found
  }
  test.each([
    ['plain', 'm 1', [['m', {}, 1, undefined]]],
    ['with a time', 'm{a="b"} 1.5e3 1768903200000', [['m', { a: 'b' }, 1500, 1768903200000]]],
    [
      'escapes, commas and braces in values',
      'm{a="x\\"y\\\\z\\n,}",b=""} 2',
      [['m', { a: 'x"y\\z\n,}', b: '' }, 2, undefined]],
    ],
    ['a comma at the end', 'm{a="b",} 3', [['m', { a: 'b' }, 3, undefined]]],
    ['comments, other names, longer names', '# m 1\nn 1\nmm 1\n\nm 4\n', [['m', {}, 4, undefined]]],
    ['no number, no brace, nothing', 'm x\nm{a="b" 1\nm\nm NaN\nm +Inf', []],
  ])('%s', (_story, text, expected) => {
    expect(samples(text)).toEqual(expected)
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        samples(`m${text}`)
        readCadvisor(`container_cpu_usage_seconds_total{${text}`, 1)
        readSummary(text, 1)
        readSummary(`{"node":${text}}`, 1)
      }),
      { seed: 4, numRuns: 500 },
    )
  })

  test('no shape of a summary makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (node, pod) => {
        readSummary(
          JSON.stringify({
            node,
            pods: [pod, { podRef: pod }, { podRef: { name: 'a', namespace: 'b' }, containers: node }],
          }),
          1,
        )
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})

describe('cAdvisor', () => {
  const page = (lines: readonly string[]) => readCadvisor(lines.join('\n'), 5_000)
  const of = (container: string, image = '') => `container="${container}",image="${image}",namespace="shop",pod="web"`

  test('pod, sandbox and container are told apart', () => {
    const { pods } = page([
      `container_cpu_usage_seconds_total{cpu="total",${of('')}} 3`,
      `container_network_receive_bytes_total{interface="eth0",${of('', 'registry.k8s.io/pause:3.10')}} 70`,
      `container_network_receive_bytes_total{interface="lo",${of('', 'registry.k8s.io/pause:3.10')}} 9`,
      `container_cpu_usage_seconds_total{cpu="total",${of('main', 'web')}} 2 4000`,
      `container_cpu_usage_seconds_total{cpu="cpu00",${of('main', 'web')}} 1 4000`,
    ])
    const pod = pods.get('shop/web')
    expect(pod?.cpu).toEqual({ at: 5_000, totalNs: 3e9 })
    expect(pod?.interfaces).toEqual([{ name: 'eth0', at: 5_000, counters: { rx_bytes: 70 } }])
    expect(pod?.containers.get('main')?.cpu).toEqual({ at: 4_000, totalNs: 2e9 })
    expect([...(pod?.containers.keys() ?? [])]).toEqual(['main'])
  })

  test('other cgroups are nobody’s', () => {
    const { node, pods } = page(['container_memory_rss{id="/system.slice",namespace="",pod="",container=""} 3'])
    expect(node.memory).toBeUndefined()
    expect(pods.size).toBe(0)
  })

  test('file systems need both their sizes, and a device', () => {
    const { node } = page([
      'container_fs_usage_bytes{id="/",device="/dev/a"} 1',
      'container_fs_limit_bytes{id="/",device="/dev/a"} 2',
      'container_fs_usage_bytes{id="/",device="/dev/b"} 1',
      'container_fs_usage_bytes{id="/",device="tmpfs"} 1',
      'container_fs_limit_bytes{id="/",device="tmpfs"} 2',
    ])
    expect(node.filesystems).toEqual([{ device: '/dev/a', capacity: 2, usage: 1 }])
  })
})

describe('the summary', () => {
  const text = JSON.stringify({
    node: {
      startTime: '2026-01-20T09:00:00Z',
      cpu: { time: '2026-01-20T10:00:00Z', usageCoreNanoSeconds: 9 },
      memory: { time: '2026-01-20T10:00:00Z', workingSetBytes: 5, rssBytes: 'many', pageFaults: 7 },
      network: { time: '2026-01-20T10:00:00Z', name: 'eth0', rxBytes: 1, txBytes: 2 },
      fs: { capacityBytes: 100, usedBytes: 40, availableBytes: 55, inodes: 10, inodesFree: 9 },
    },
    pods: [
      {
        podRef: { name: 'web', namespace: 'shop' },
        containers: [{ name: 'main', memory: { workingSetBytes: 3 }, rootfs: { capacityBytes: 100, usedBytes: 1 } }],
      },
      { podRef: {} },
    ],
  })
  const time = Date.UTC(2026, 0, 20, 10)

  test('gives what it has', () => {
    const reading = readSummary(text, 1)
    expect(reading?.node).toEqual({
      startedAt: (time - 3_600_000) / 1_000,
      cpu: { at: time, totalNs: 9 },
      memory: { at: time, gauges: { working_set: 5 }, counters: { pgfault: 7 } },
      interfaces: [{ name: 'eth0', at: time, counters: { rx_bytes: 1, tx_bytes: 2 } }],
      filesystems: [{ device: 'rootfs', capacity: 100, usage: 40, available: 55, inodes: 10, inodesFree: 9 }],
      disks: [],
    })
    expect(reading?.pods.get('shop/web')?.containers.get('main')?.memory?.gauges).toEqual({ working_set: 3 })
    expect(reading?.pods.size).toBe(1)
  })

  test('fills what cAdvisor left out, and takes nothing away', () => {
    const fine = readCadvisor(
      'container_cpu_usage_seconds_total{id="/",cpu="total"} 1\ncontainer_memory_rss{namespace="shop",pod="web",container="main"} 8',
      1,
    )
    const merged = mergeReadings(fine, readSummary(text, 1)!)
    expect(merged.node.cpu?.totalNs).toBe(1e9)
    expect(merged.node.filesystems).toHaveLength(1)
    const main = merged.pods.get('shop/web')?.containers.get('main')
    expect(main?.memory?.gauges).toEqual({ rss: 8 })
    expect(main?.filesystems).toHaveLength(1)
  })
})
