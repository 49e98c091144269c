import { expect, test } from 'vitest'
import type { ApiSelf } from '../../src/model/index.ts'
import { en } from '../i18n/en.ts'
import { diskVerdict, fullness, judgeHealth, roomyDisk, scarceDisk } from './health.ts'

const well: ApiSelf = {
  version: '1',
  startedAt: 0,
  now: 3_600_000,
  engine: { kind: 'chdb', alive: true, restarts: 0, residentBytes: 100 },
  server: { residentBytes: 100, heapBytes: 50 },
  memoryLimit: 1_000,
  queue: { bytes: 0, limit: 100, batches: 0 },
  ingest: {
    acceptedEvents: 0,
    acceptedBytes: 0,
    durableEvents: 0,
    durableBytes: 0,
    eventsPerSecond: 0,
    bytesPerSecond: 0,
    throttledRequests: 0,
    commitP50: null,
    commitP99: null,
  },
  groups: [],
  disk: { path: '/', dataBytes: 1, freeBytes: 900, totalBytes: 1_000, daysLeft: null, rows: 0, parts: 0 },
}

test.each<[string, Partial<ApiSelf>, string, number]>([
  ['all well', {}, 'ok', 0],
  ['no engine', { engine: { ...well.engine, alive: false } }, 'bad', 1],
  ['a queue three quarters full', { queue: { bytes: 75, limit: 100, batches: 1 } }, 'warn', 1],
  [
    'a full queue and a full disk',
    { queue: { bytes: 99, limit: 100, batches: 1 }, disk: { ...well.disk, freeBytes: 10 } },
    'bad',
    2,
  ],
  ['six days of disk', { disk: { ...well.disk, daysLeft: 6 } }, 'warn', 1],
  ['seven days of disk', { disk: { ...well.disk, daysLeft: 7 } }, 'ok', 0],
  ['a burst just after the start', { now: 3_599_999, disk: { ...well.disk, daysLeft: 0.2 } }, 'ok', 0],
  ['hours of disk', { disk: { ...well.disk, daysLeft: 0.2 } }, 'bad', 1],
])('%s', (_story, part, verdict, reasons) => {
  const health = judgeHealth({ ...well, ...part }, en)
  expect(health.verdict).toBe(verdict)
  expect(health.reasons).toHaveLength(reasons)
})

test.each([
  [74.9, 'ok'],
  [75, 'warn'],
  [91.9, 'warn'],
  [92, 'bad'],
])('%d of a hundred is %s', (used, verdict) => {
  expect(fullness(used, 100)).toBe(verdict)
})

const gib = 1024 ** 3
test.each([
  ['a large disk with plenty left', roomyDisk, 250 * gib, 'ok'],
  ['one byte less, at 92 %', roomyDisk - 1, 250 * gib, 'warn'],
  ['not much left of a large one', scarceDisk, 250 * gib, 'warn'],
  ['too little left of it', scarceDisk - 1, 250 * gib, 'bad'],
  ['a small disk that is half empty', 2 * gib, 4 * gib, 'ok'],
  ['a small disk that is near its end', 0.9 * gib, 4 * gib, 'warn'],
  ['a small disk at its end', 0.1 * gib, 4 * gib, 'bad'],
] as const)('%s', (_story, freeBytes, totalBytes, verdict) => {
  expect(diskVerdict({ freeBytes, totalBytes })).toBe(verdict)
})
