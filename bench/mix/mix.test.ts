import { constants, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { mix, mixChunks, mixPods } from './index.ts'

const options = { seed: 7, lines: 50_000, from: 1_767_225_600_000, to: 1_767_312_000_000 }
const all = [...mix(options)]
const bytes = all.reduce((sum, event) => sum + Buffer.byteLength(event.message), 0)

describe('the mix is what the rivals were measured on', () => {
  test('about 234 bytes a line', () => {
    expect(bytes / all.length).toBeGreaterThan(231)
    expect(bytes / all.length).toBeLessThan(237)
  })

  test('zstd -3 alone comes to about 44 bytes a line', () => {
    const joined = Buffer.from(all.map(event => event.message).join('\n'))
    const packed = zstdCompressSync(joined, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
    expect(packed.length / all.length).toBeGreaterThan(42)
    expect(packed.length / all.length).toBeLessThan(46)
  })

  test.each([
    ['json', /^\{"time":/, 57],
    ['nginx', /^10\.\d+\.\d+\.\d+ - - \[/, 28],
    ['java', /ERROR[\s\S]*\n\tat /, 8],
    ['klog', /^[IWE]\d{4} /, 7],
  ])('%s has its share', (_kind, shape, percent) => {
    const share = (all.filter(event => shape.test(event.message)).length / all.length) * 100
    expect(Math.abs(share - percent)).toBeLessThan(1)
  })

  test('40 pods over the whole range, ascending in time', () => {
    expect(new Set(all.map(event => event.stream)).size).toBe(40)
    expect(all[0]?.timestamp).toBe(options.from)
    expect(all.at(-1)?.timestamp).toBeGreaterThan(options.to - 5_000)
    expect(all.every((event, at) => at === 0 || event.timestamp >= (all[at - 1]?.timestamp ?? 0))).toBe(true)
  })
})

describe('a seed repeats', () => {
  test('the same seed gives the same bytes, another does not', () => {
    expect([...mix({ ...options, lines: 1000 })]).toEqual([...mix({ ...options, lines: 1000 })])
    expect([...mix({ ...options, lines: 1000, seed: 8 })]).not.toEqual([...mix({ ...options, lines: 1000 })])
  })

  test('chunks of any size hold the same lines', () => {
    const joined = [...mixChunks({ ...options, lines: 1000 }, 333)].flatMap(chunk => chunk.messages)
    expect(joined).toEqual([...mix({ ...options, lines: 1000 })].map(event => event.message))
  })
})

test('a Fluent Bit record holds the line, its pod and the merged JSON', () => {
  for (const event of mix({ ...options, lines: 300, fluentBit: true })) {
    const record = JSON.parse(event.message)
    expect(record.kubernetes.pod_name).toBe(event.stream)
    if (record.log.startsWith('{')) expect(record.log_processed).toEqual(JSON.parse(record.log))
  }
})

test('too few pods for four kinds are refused', () => {
  expect(mixPods({ seed: 1, pods: 3 })).toHaveLength(3)
  expect(() => [...mix({ ...options, pods: 3 })]).toThrow('no pod writes')
})
