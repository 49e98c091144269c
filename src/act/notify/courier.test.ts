/** The courier's bounds: how much it takes, holds, tells and keeps, over real settings and a receiver that does as it is told. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { type SteppedClock, settled, steppedClock } from '../../store/logs/stepped-clock.ts'
import type { NewDelivery, NotifySettings, Settings } from '../../store/settings/index.ts'
import type { Answer } from '../subscriptions/index.ts'
import { Courier } from './courier.ts'
import { sampleMessage } from './sample-message.ts'
import type { Tell } from './teller.ts'
import { testPorts, testSettings } from './test-notify.ts'

let clock: SteppedClock
let settings: Settings
let couriers: Courier[]
beforeEach(async () => {
  clock = steppedClock()
  settings = await testSettings()
  couriers = []
})
afterEach(async () => {
  for (const courier of couriers) {
    const stopped = courier.stop()
    await clock.step(limits.notifyStopPatience)
    await stopped
  }
  await settings.close()
})

async function courier(tell: Tell, over: Partial<NotifySettings> = {}, alone = true): Promise<Courier> {
  const made = new Courier(
    { ...testPorts(settings, clock, 'none', []), settings: { ...settings.notify, ...over }, alone },
    tell,
  )
  couriers.push(made)
  await made.start()
  return made
}
/** What can go on without time goes on: a few turns through the settings. */
async function turns(): Promise<void> {
  for (let n = 0; n < 60; n++) await settled()
}
const delivery = (id: string, target = 't'): NewDelivery => ({
  ...{ id, target, topic: null, subscription: target, alarm: null, state: null, action: 'arn', way: 'https', to: 'x' },
  ...{ kind: 'publish', gathers: false, at: clock.now(), nextTry: clock.now(), message: '{}', sealed: null },
})
const add = async (count: number, target: (n: number) => string = () => 't') => {
  const added = await settings.notify.add(Array.from({ length: count }, (_, n) => delivery(`${n}`, target(n))))
  expect(added.ok).toBe(true)
}
async function deeds(count: number): Promise<void> {
  const begin = { state: 'OK', memory: '{}', tags: {} }
  const put = await settings.alarms.put(
    { name: 'a', kind: 'metric', input: '{}', region: 'us-east-1', changedAt: clock.now() },
    begin,
    () => [],
  )
  if (!put.ok) throw new Error('not put')
  const message = JSON.stringify(sampleMessage())
  const all = Array.from({ length: count }, (_, n) => ({
    id: `d${n}`,
    action: 'arn:aws:ssm:r:1:x',
    at: clock.now(),
    message,
  }))
  await settings.alarms.progress(
    [{ name: 'a', version: put.value.version, state: 'ALARM', memory: '{}', history: [], deeds: all }],
    {},
  )
}
const delivered = async (): Promise<Answer> => ({ kind: 'delivered' })
const never: Tell = (_part, signal) =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve({ kind: 'failed', message: 'was cut short' })))

test(`takes ${limits.deedsAtOnce} deeds in one transaction (deedsAtOnce), and looks every ${limits.notifyLook} ms (notifyLook)`, async () => {
  const sizes: number[] = []
  await courier(delivered, {
    take: deeds => {
      sizes.push(deeds.length)
      return settings.notify.take(deeds)
    },
  })
  await turns()
  await deeds(limits.deedsAtOnce + 1)
  await clock.step(limits.notifyLook - 1)
  expect(sizes).toEqual([])
  await clock.step(1)
  await turns()
  expect(sizes).toEqual([limits.deedsAtOnce, 1])
})

test(`tells ${limits.notifyTargets} receivers at once (notifyTargets)`, async () => {
  let open = 0
  await add(limits.notifyTargets + 1, n => `t${n}`)
  await courier((part, signal) => {
    open += 1
    return never(part, signal)
  })
  await turns()
  await clock.step(limits.notifyLook * 3)
  expect(open).toBe(limits.notifyTargets)
})

test(`tells one receiver ${limits.notifyRun} messages in a row (notifyRun), and says what came of them together (deliveryMarkEvery)`, async () => {
  const told: string[] = []
  const marks: number[] = []
  await add(limits.notifyRun + 1)
  await courier(
    async ([one]) => {
      told.push(one?.id ?? '')
      return { kind: 'delivered' }
    },
    {
      mark: (marked, letGo) => {
        marks.push(marked.length)
        return settings.notify.mark(marked, letGo)
      },
    },
  )
  await turns()
  expect(told).toEqual(Array.from({ length: limits.notifyRun + 1 }, (_, n) => `${n}`))
  expect(marks).toEqual([limits.notifyRun, 1])
})

test(`says what came of a message after ${limits.deliveryMarkEvery} ms (deliveryMarkEvery)`, async () => {
  const marks: number[] = []
  await add(4)
  await courier(
    async () => {
      await clock.sleep(limits.deliveryMarkEvery)
      return { kind: 'delivered' }
    },
    {
      mark: (marked, letGo) => {
        marks.push(marked.length)
        return settings.notify.mark(marked, letGo)
      },
    },
  )
  await turns()
  for (let n = 1; n <= 4; n++) {
    await clock.step(limits.deliveryMarkEvery)
    await turns()
    expect(marks.reduce((sum, count) => sum + count, 0)).toBe(n)
  }
})

test(`holds what it tells for ${limits.deliveryHold} ms (deliveryHold): then another replica tells it`, async () => {
  await add(1)
  let claims = 0
  // One that hangs, and asks for nothing more.
  const once: NotifySettings['claim'] = asked =>
    claims++ === 0 ? settings.notify.claim(asked) : Promise.resolve({ ok: true, value: [] })
  await courier(never, { claim: once }, false)
  await turns()
  const told: number[] = []
  const began = clock.now()
  await courier(
    async () => {
      told.push(clock.now() - began)
      return { kind: 'delivered' }
    },
    {},
    false,
  )
  await clock.step(limits.deliveryHold)
  await turns()
  expect(told).toEqual([])
  await clock.step(limits.notifyLook)
  await turns()
  expect(told).toHaveLength(1)
})

test('one who takes long gives up the rest of the row, so that nobody holds it twice', async () => {
  await add(3)
  let letGoOf: readonly string[] = []
  await courier(
    async (_part, signal) => {
      await clock.sleep(limits.deliveryHold, signal)
      return { kind: 'delivered' }
    },
    {
      mark: (marked, letGo) => {
        if (letGo.length > 0) letGoOf = letGo
        return settings.notify.mark(marked, letGo)
      },
    },
  )
  await turns()
  await clock.step(limits.deliveryHold)
  await turns()
  expect(letGoOf).toEqual(['1', '2'])
})

test(`lets go of what ended ${limits.keptDeliveryLife} ms ago, and of more than ${limits.keptDeliveries}, every ${limits.deliveryTidyEvery} ms (keptDeliveryLife, keptDeliveries, deliveryTidyEvery)`, async () => {
  const tidied: (readonly [number, number])[] = []
  await courier(delivered, {
    tidy: async (before, keep) => {
      tidied.push([before, keep])
      return { ok: true, value: undefined }
    },
  })
  await turns()
  const first = clock.now()
  expect(tidied).toEqual([[instant(first - limits.keptDeliveryLife), limits.keptDeliveries]])
  await clock.step(limits.deliveryTidyEvery - 1)
  expect(tidied).toHaveLength(1)
  await clock.step(1 + limits.notifyLook)
  expect(tidied).toHaveLength(2)
})

test(`takes no deeds over while ${limits.openDeliveries} deliveries are open (openDeliveries)`, async () => {
  let open = limits.openDeliveries
  await deeds(1)
  await courier(delivered, { open: async () => ({ ok: true, value: open }) })
  await turns()
  expect((await settings.notify.deeds(9)).ok && (await settings.notify.deliveries({ limit: 9 }))).toMatchObject({
    value: [],
  })
  open -= 1
  await clock.step(limits.notifyLook)
  await turns()
  expect(await settings.notify.deliveries({ limit: 9 })).toMatchObject({ value: [{ status: 'failed' }] })
})

test(`what is on its way has ${limits.notifyStopPatience} ms when it stops (notifyStopPatience), and is told again after the next start`, async () => {
  await add(1)
  const stopping = await courier(never)
  await turns()
  let stopped = false
  const over = stopping.stop().then(() => {
    stopped = true
  })
  await clock.step(limits.notifyStopPatience - 1)
  expect(stopped).toBe(false)
  await clock.step(1)
  await over
  let told = 0
  await courier(async () => {
    told += 1
    return { kind: 'delivered' }
  })
  await turns()
  expect(told).toBe(1)
})
