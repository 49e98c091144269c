/** Alarms over the embedded engine: what is appended is seen in the same look, and a crash between the two forgets nothing. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant, mib } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb } from '../../store/engine/index.ts'
import { testClock } from '../../store/engine/test-clock.ts'
import { metricStore } from '../../store/metrics/index.ts'
import { storeMigrations } from '../../store/schema/index.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { AlarmWorld, errorsAlarm, must } from './test-world.ts'

let dir: string
let engine: ChdbEngine
let settings: Settings
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-alarms-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  settings = must(await openSqlite(':memory:'))
})
afterAll(async () => {
  await settings?.close()
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const minute = 60_000
// The store keeps days that are young: the clock of this test stands today, at a whole hour.
const begin = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000

test('fires, is told once over restarts, goes back, and rehearses to the same', async () => {
  const world = new AlarmWorld(settings, metricStore(engine), begin)
  await world.live.look()
  must(await world.desk.put(errorsAlarm('errors'), {}))
  must(
    await world.desk.put(
      errorsAlarm('p99', { Statistic: undefined, ExtendedStatistic: 'p99', Period: 60, Threshold: 9 }),
      {},
    ),
  )
  must(await world.desk.put({ AlarmName: 'any', AlarmRule: 'ALARM(errors) OR ALARM(p99)' }, {}))
  await world.look(begin + 3_000)
  await world.write('Errors', begin + 20_000, 1)
  await world.look(begin + 21_000)
  expect(await world.state('errors')).toBe('ALARM')
  expect(await world.state('any')).toBe('ALARM')
  const told = await world.deeds()
  world.restart()
  for (let at = 1; at <= 4; at++) {
    await world.write('Errors', begin + at * minute + 5_000, 0)
    await world.look(begin + at * minute + limits.alarmSettle)
  }
  expect(await world.deeds()).toEqual(told)
  await world.write('Errors', begin + 4 * minute + 10_000, 10)
  for (const at of [5, 8, 11]) await world.write('Errors', begin + at * minute + 1_000, 0)
  for (let at = 5; at <= 12; at++) await world.look(begin + at * minute + limits.alarmSettle)
  const changes = async (name: string) =>
    must(await world.desk.history({ alarm: name, type: 'StateUpdate', oldestFirst: true, limit: 50 })).map(
      ({ at, summary }) => [Math.ceil((at - begin) / minute), summary.split(' to ')[1]],
    )
  expect(await changes('errors')).toEqual([
    [0, 'OK'],
    [1, 'ALARM'],
    [10, 'OK'],
  ])
  expect(await changes('p99')).toEqual([
    [0, 'OK'],
    [5, 'ALARM'],
    [6, 'OK'],
  ])
  for (const name of ['errors', 'p99']) {
    const stored = must(await settings.alarms.find(name))!
    const rehearsed = must(
      await world.desk.rehearse({
        ...{ alarm: JSON.parse(stored.input) as object, initialState: 'OK' },
        ...{ from: begin / 1_000, to: (begin + 12 * minute) / 1_000 },
      }),
    )
    expect(rehearsed.transitions.map(({ at, to }) => [at / 60 - begin / minute, to])).toEqual(
      (await changes(name)).slice(1),
    )
  }
  const detail = must(await world.desk.detail('errors'))
  expect(detail?.parents).toEqual([{ name: 'any', state: 'OK' }])
  const series = must(await world.desk.series('p99', instant(begin), instant(begin + 6 * minute)))
  expect(series?.series).toMatchObject([{ label: 'Errors', values: [1, 0, 0, 0, 10, 0] }])
})
