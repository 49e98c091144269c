/** Old versions go at the start and every hour, and trouble is told and tried again. */
import { expect, test } from 'vitest'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import { limits } from '../limits.ts'
import { err, type Instant, millis, minus, ok } from '../model/index.ts'
import { tidyVersions } from './object-tidy-loop.ts'

test('versions that are older than they are kept are dropped again and again', async () => {
  const clock = steppedClock()
  const asked: Instant[] = []
  const said: string[] = []
  const stopping = new AbortController()
  const dropBefore = async (at: Instant) => {
    asked.push(at)
    return asked.length === 2 ? err({ code: 'unavailable', message: 'away' } as const) : ok(undefined)
  }
  const over = tidyVersions({ dropBefore }, clock, stopping.signal, line => said.push(line))
  const due = () => minus(clock.now(), limits.objectLife)
  expect(asked).toEqual([due()])
  await clock.step(millis(limits.objectTidyEvery - 1))
  expect(asked).toHaveLength(1)
  await clock.step(millis(1))
  expect(asked.slice(1)).toEqual([due()])
  await clock.step(limits.objectTidyEvery)
  expect([asked.length, said.length]).toEqual([3, 1])
  stopping.abort()
  await over
})
