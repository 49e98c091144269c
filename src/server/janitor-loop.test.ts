/** When the janitor comes, by a clock that is stepped. What it does is tested where it lives. */
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { err, instant, ok, type Result } from '../model/index.ts'
import { settled, steppedClock } from '../store/logs/stepped-clock.ts'
import { testEngine } from '../store/logs/test-engine.ts'
import { openSqlite } from '../store/settings/index.ts'
import { startJanitor } from './janitor-loop.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

async function world() {
  const clock = steppedClock(instant(Date.UTC(2026, 10, 21, 12)))
  const settings = must(await openSqlite(':memory:'))
  const said: string[] = []
  let rounds = 0
  let broken = false
  let under: Promise<void> | undefined
  const logs: typeof settings.logs = {
    ...settings.logs,
    tombstones: async () => {
      rounds += 1
      await under
      return broken ? err({ code: 'unavailable', message: 'no settings' }) : ok([])
    },
  }
  const stop = startJanitor({ engine: testEngine(), settings: logs, clock }, line => said.push(line))
  return {
    ...{ clock, settings, said, stop, rounds: () => rounds },
    break: (now: boolean) => {
      broken = now
    },
    hold: (until: Promise<void> | undefined) => {
      under = until
    },
  }
}

test('it comes soon after the start, and then from time to time', async () => {
  const { clock, settings, stop, rounds } = await world()
  const soon = limits.janitorEvery / 20
  await clock.step(soon - 1)
  expect(rounds()).toBe(0)
  await clock.step(1)
  expect(rounds()).toBe(1)
  await clock.step(limits.janitorEvery - 1)
  expect(rounds()).toBe(1)
  await clock.step(1)
  expect(rounds()).toBe(2)
  await stop()
  await clock.step(limits.janitorEvery * 2)
  expect(rounds()).toBe(2)
  await settings.close()
})

test('trouble is told and tried again', async () => {
  const { clock, settings, stop, said, rounds, break: breaks } = await world()
  breaks(true)
  await clock.step(limits.janitorEvery)
  expect(said).toEqual(['expired rows could not be removed: no settings'])
  breaks(false)
  await clock.step(limits.janitorEvery)
  expect([rounds(), said.length]).toEqual([2, 1])
  await stop()
  await settings.close()
})

test('who stops it waits for the round under way, and no other begins', async () => {
  const { clock, settings, stop, rounds, hold } = await world()
  const round = Promise.withResolvers<void>()
  hold(round.promise)
  await clock.step(limits.janitorEvery)
  expect(rounds()).toBe(1)
  let stopped = false
  const stopping = stop().then(() => {
    stopped = true
  })
  await settled()
  expect(stopped).toBe(false)
  round.resolve()
  await stopping
  expect([rounds(), clock.sleeping()]).toEqual([1, []])
  await settings.close()
})
