/** What goes on beside the service, by a clock that is stepped. */
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { err, mib, type Result } from '../model/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { type TestEngine, testEngine } from '../store/logs/test-engine.ts'
import { openSqlite, type Settings } from '../store/settings/index.ts'
import { keepMetrics } from './metric-keeping.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

async function world(
  change: (settings: Settings) => Settings = settings => settings,
  stream: TestEngine['stream'] = async function* () {},
) {
  const clock = steppedClock()
  const engine: TestEngine = { ...testEngine(), stream }
  const settings = must(await openSqlite(':memory:'))
  const said: string[] = []
  const keeping = must(
    await keepMetrics({
      engine,
      settings: change(settings),
      clock,
      account: '123456789012',
      queueBytes: mib(8),
      days: limits.metricDays,
      name: 'test',
      log: line => said.push(line),
    }),
  )
  keeping.begin(0n)
  await clock.step(0)
  return { clock, engine, keeping, said, close: () => keeping.stop().then(() => settings.close()) }
}

test('old samples are looked for a minute after the start, and then every hour (metricRetireEvery)', async () => {
  const { clock, engine, close } = await world()
  const looks = () => engine.statements.filter(text => text.includes('_partition_id AS day FROM mangru.metric_hours'))
  await clock.step(limits.metricRetireEvery / 60 - 1)
  expect(looks()).toHaveLength(0)
  await clock.step(1)
  expect(looks()).toHaveLength(1)
  await clock.step(limits.metricRetireEvery - 1)
  expect(looks()).toHaveLength(1)
  await clock.step(1)
  expect(looks()).toHaveLength(2)
  await close()
})

test('what events gave birth to before the start is checked until that is done (makeUpPause)', async () => {
  let tried = 0
  const { clock, said, close } = await world(undefined, async function* () {
    tried += 1
    if (tried < 4) yield err({ code: 'unavailable', message: 'gone' })
  })
  expect(tried).toBe(1)
  await clock.step(limits.makeUpPause - 1)
  expect(tried).toBe(1)
  await clock.step(1)
  expect(tried).toBe(2)
  await clock.step(limits.makeUpPause * 10)
  expect(tried).toBe(4)
  expect(said).toEqual([
    'What log events gave birth to before the start could not be checked, and is tried again: gone',
  ])
  await close()
})

test('a stop does not wait for what cannot be checked', async () => {
  const { said, close } = await world(undefined, async function* () {
    yield err({ code: 'unavailable', message: 'gone' })
  })
  await close()
  expect(said).toHaveLength(1)
})

test.each([
  ['postgres', 3],
  ['sqlite', 0],
] as const)('filters of other programs are looked for when there may be any: %s', async (kind, times) => {
  let lists = 0
  const { clock, close } = await world(settings => ({
    ...settings,
    kind,
    metricFilters: {
      ...settings.metricFilters,
      list: query => {
        lists += 1
        return settings.metricFilters.list(query)
      },
    },
  }))
  const before = lists
  await clock.step(limits.metricFilterRefresh * 3)
  expect(lists - before).toBe(times)
  await close()
})

test('what could not be written is told, and written with the last', async () => {
  const { clock, engine, keeping, said, close } = await world()
  const told = { metric: 'DeliveryErrors', group: 'g', destinationType: 'HTTP', filter: 'f' } as const
  keeping.vended.note(told, 1)
  await clock.step(61_000)
  expect(engine.inserts).toHaveLength(1)
  await engine.inserts[0]?.answer({ ok: false, error: { code: 'unavailable', message: 'gone' } })
  expect(said).toEqual(['The metrics of AWS/Logs wait to be written: gone'])
  const closing = close()
  for (const at of [1, 2]) {
    await clock.step(0)
    await engine.inserts[at]?.answer({ ok: true, value: undefined })
  }
  await closing
  expect(new Set(engine.inserts.map(({ token }) => token)).size).toBe(1)
})
