/** When the promoter is let look, by a clock that is stepped. */
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { err, ok } from '../model/index.ts'
import type { Promoter } from '../query/insights/promote/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { startPromotion } from './promotion-loop.ts'

function world(...answers: Awaited<ReturnType<Promoter['round']>>[]) {
  const clock = steppedClock()
  const began = clock.now()
  const said: string[] = []
  const at: number[] = []
  const promoter: Promoter = {
    fields: { find: () => undefined },
    round: async () => {
      at.push(clock.now() - began)
      return answers.shift() ?? ok({ fields: [], filling: undefined, pending: [] })
    },
  }
  return { clock, said, at, stop: startPromotion(promoter, clock, line => said.push(line)) }
}

test('soon after the start, then ever less often, down to a bound', async () => {
  const { clock, at, said, stop } = world()
  await clock.step(limits.promotionFirst - 1)
  expect(at).toEqual([])
  await clock.step(3 * limits.promotionEvery)
  const pauses = at.map((one, index) => one - (at[index - 1] ?? 0))
  expect(pauses[0]).toBe(limits.promotionFirst)
  expect(
    pauses
      .slice(1)
      .every((pause, index) => pause === Math.min(limits.promotionFirst * 2 ** index, limits.promotionEvery)),
  ).toBe(true)
  expect(pauses.at(-1)).toBe(limits.promotionEvery)
  expect(said).toEqual([])
  await stop()
  await clock.step(limits.promotionEvery)
  expect(at).toHaveLength(pauses.length)
})

test('what was done is told, and looked after soon; trouble is told and tried again', async () => {
  const none = ok({ fields: [], filling: undefined, pending: [] })
  const { clock, at, said, stop } = world(
    ...[none, none, none, ok({ fields: ['status', 'ms'], filling: '2026-11-21', pending: [] })],
    err({ code: 'unavailable', message: 'The engine is away.' }),
  )
  await clock.step(limits.promotionFirst * 9)
  expect(at.slice(-2).map(one => one / limits.promotionFirst)).toEqual([8, 9])
  expect(said).toEqual([
    'columns for fields of messages: status, ms',
    'columns for fields of messages are filled for 2026-11-21',
    'fields got no columns: The engine is away.',
  ])
  await stop()
})

test('while columns are being filled it looks more often', async () => {
  const pending = ok({ fields: [], filling: undefined, pending: ['status'] })
  const { clock, at, stop } = world(...Array.from({ length: 20 }, () => pending))
  await clock.step(20 * limits.promotionWatch)
  const last = at.slice(-2)
  expect((last[1] ?? 0) - (last[0] ?? 0)).toBe(limits.promotionWatch)
  await stop()
})
