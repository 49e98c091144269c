/** What is kept of a kubelet's page in memory: the figures, not the page. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'

import { readCadvisor } from '../kubelet/index.ts'
import { readResourcePage } from './points.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const labels = 'namespace="a-namespace-of-its-own",pod="web-5d9c7b8f6c-abcde",container="a-container-of-its-own"'
const root = 'id="/",device="/dev/nvme0n1p1",interface="a-long-interface"'
const lines = [
  `container_cpu_usage_seconds_total{${labels},cpu="total"} 7`,
  `container_memory_working_set_bytes{${labels}} 7`,
  `container_network_receive_bytes_total{${root}} 7`,
  `container_fs_reads_bytes_total{${root}} 7`,
  `container_fs_limit_bytes{${root}} 7`,
  `container_fs_usage_bytes{${root}} 7`,
]
/** A megabyte that nobody asks for, another one each time. */
const page = (n: number): string => Buffer.from(`# ${String(n).repeat(1_000_000)}\n${lines.join('\n')}\n`).toString()

test.each([
  ['/metrics/cadvisor', (text: string) => readCadvisor(text, 1)],
  ['/metrics/resource', (text: string) => readResourcePage(text, 1)],
])('%s: forty readings hold none of their forty megabytes', (_page, read) => {
  const kept: unknown[] = []
  collect()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < 40; n++) kept.push(read(page(n % 10)))
  collect()
  const grown = process.memoryUsage().heapUsed - before
  expect(kept.every(one => one !== undefined)).toBe(true)
  expect(grown).toBeLessThan(10_000_000)
})
