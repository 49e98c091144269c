/** What the operator is told when rows cannot be stored. */
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { err, ok, type Result } from '../model/index.ts'
import type { Engine, EngineError } from '../store/engine/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { testEngine } from '../store/logs/test-engine.ts'
import { tellInsertTrouble } from './insert-trouble.ts'

test('the first failure at once, then a sum now and then, then the end of it; never a line for each', async () => {
  const clock = steppedClock()
  const said: string[] = []
  let next: Result<void, EngineError> = ok(undefined)
  const engine: Engine = tellInsertTrouble({ ...testEngine(), insert: async () => next }, clock, line =>
    said.push(line),
  )
  const insert = () => engine.insert('logs', [], [], 't')

  expect(await insert()).toEqual(ok(undefined))
  expect(said).toEqual([])

  next = err({ code: 'disk-full', message: 'No space left on /data.' })
  expect(await insert()).toEqual(next)
  await insert()
  expect(said).toEqual(['rows could not be stored (1 time); callers are told to try again: No space left on /data.'])
  await clock.step(limits.troubleToldEvery - 1)
  await insert()
  expect(said).toHaveLength(1)
  await clock.step(1)
  await insert()
  expect(said.at(-1)).toBe('rows could not be stored (4 times); callers are told to try again: No space left on /data.')

  next = ok(undefined)
  await insert()
  await insert()
  expect(said.slice(2)).toEqual(['rows are stored again, after 4 failed tries'])
})

test('a stop is no trouble', async () => {
  const said: string[] = []
  const stopping = { ...testEngine(), insert: async () => err({ code: 'cancelled' as const }) }
  const engine = tellInsertTrouble(stopping, steppedClock(), line => said.push(line))
  expect(await engine.insert('logs', [], [], 't')).toEqual(err({ code: 'cancelled' }))
  expect(said).toEqual([])
})
