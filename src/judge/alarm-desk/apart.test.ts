/** Which rehearsals are worked out beside the service, and how those end. */
import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { limits } from '../../limits.ts'
import { ok } from '../../model/index.ts'
import { workedApart } from './apart.ts'
import { FakeMetrics } from './fake-metrics.ts'
import { rehearseFrom } from './looking-back.ts'
import type { RehearsalWork } from './rehearsal-work.ts'
import { errorsAlarm } from './test-world.ts'

class FakeWorker extends EventEmitter {
  static readonly made: FakeWorker[] = []
  terminated = false
  readonly options: { readonly resourceLimits: { readonly maxOldGenerationSizeMb: number } }
  constructor(_: URL, options: FakeWorker['options']) {
    super()
    this.options = options
    FakeWorker.made.push(this)
  }
  async terminate() {
    this.terminated = true
  }
}
vi.mock('node:worker_threads', () => ({ Worker: FakeWorkerDoor }))
// The factory runs before the class above is there.
function FakeWorkerDoor(url: URL, options: FakeWorker['options']) {
  return new FakeWorker(url, options)
}

beforeEach(() => {
  FakeWorker.made.length = 0
})

const ports = {
  ...{
    account: '000000000000',
    region: 'us-east-1',
    metrics: new FakeMetrics().store,
    live: { roll: { training: new Map() } },
  },
  clock: { now: () => Date.UTC(2026, 0, 20) as never, sleep: async () => undefined },
}
/** Three periods are looked at each minute. */
const rehearsal = (minutes: number) => ({
  alarm: JSON.parse(JSON.stringify(errorsAlarm('a', { Period: 60 }))) as object,
  ...{ from: 0, to: minutes * 60 },
})
const work = {} as RehearsalWork

test(`${limits.rehearsedHere} periods are worked out at once (rehearsedHere), one more beside the service`, async () => {
  const most = Math.floor(limits.rehearsedHere / 3)
  expect((await rehearseFrom(ports, rehearsal(most))).ok).toBe(true)
  expect(FakeWorker.made).toHaveLength(0)
  const answer = rehearseFrom(ports, rehearsal(most + 1))
  await vi.waitFor(() => expect(FakeWorker.made).toHaveLength(1))
  FakeWorker.made[0]?.emit('message', ok('its answer'))
  expect(await answer).toEqual(ok('its answer'))
})

test(`one beside the service may have ${limits.rehearsalMemory} bytes (rehearsalMemory); with more it is refused`, async () => {
  const answer = workedApart(work, undefined)
  const [worker] = FakeWorker.made
  expect(worker?.options.resourceLimits.maxOldGenerationSizeMb).toBe(limits.rehearsalMemory / 1_048_576)
  worker?.emit('error', Object.assign(new Error('out'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }))
  expect(await answer).toMatchObject({ ok: false, error: { at: 'to', message: expect.stringContaining('memory') } })
})

test('who asked is gone: it is stopped, or not begun', async () => {
  const gone = new AbortController()
  const answer = workedApart(work, gone.signal)
  gone.abort()
  expect(await answer).toEqual({ ok: false, error: { code: 'cancelled' } })
  expect(FakeWorker.made[0]?.terminated).toBe(true)
  expect(await workedApart(work, gone.signal)).toEqual({ ok: false, error: { code: 'cancelled' } })
  expect(FakeWorker.made).toHaveLength(1)
})

test('our own bugs are thrown', async () => {
  const broken = workedApart(work, undefined)
  FakeWorker.made[0]?.emit('error', new Error('broken on purpose'))
  await expect(broken).rejects.toThrow('broken on purpose')
  const silent = workedApart(work, undefined)
  FakeWorker.made[1]?.emit('exit', 0)
  await expect(silent).rejects.toThrow('without an answer')
})
