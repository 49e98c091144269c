import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { settled, steppedClock } from '../../store/logs/stepped-clock.ts'
import { openSqlite, type RunSettings, type Settings } from '../../store/settings/index.ts'
import type { CheckedQuery } from '../insights/index.ts'
import { answerOf, type FakeRunner, fakeRunner } from './fake-runner.ts'
import { type JobEvent, type JobsOptions, type NewJob, openJobs, type QueryJobs } from './index.ts'

const checked: CheckedQuery = { query: { source: null, commands: [], span: { from: 0, to: 0 } }, notices: [] }
const job = (text = 'limit 1', groups = ['/a']): NewJob => ({
  request: { checked, groups: [], from: instant(1), to: instant(2), limit: 10, startedAt: instant(3) },
  groups,
  details: { text, shown: text, from: 1, to: 2, caller: 'kim' },
})

let folder: string
let settings: Settings
let clock: ReturnType<typeof steppedClock>
let runner: FakeRunner
let jobs: QueryJobs
let lines: string[]
let ids: number

const openStore = async () => {
  const opened = await openSqlite(join(folder, 'settings.sqlite'))
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
}
const open = (over: Partial<JobsOptions> = {}): Promise<QueryJobs> =>
  openJobs({
    runner,
    runs: settings.queries.runs,
    clock,
    newId: () => `id-${String(ids++).padStart(4, '0')}`,
    atOnce: 2,
    shared: false,
    log: line => void lines.push(line),
    ...over,
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-jobs-'))
  await openStore()
  clock = steppedClock()
  runner = fakeRunner()
  lines = []
  ids = 0
  jobs = await open()
})
afterEach(async () => {
  await jobs.close()
  await settings.close()
  rmSync(folder, { recursive: true })
})

const submit = async (given = job()): Promise<string> => {
  const submitted = await jobs.submit(given)
  if (!submitted.ok) throw new Error(submitted.error.code)
  return submitted.value.id
}
const state = async (id: string, of = jobs) => {
  const found = await of.state(id)
  if (!found.ok || found.value === undefined) throw new Error(`no ${id}`)
  return found.value
}
const values = async (id: string, from = 0, count = 100) => {
  const rows = await jobs.rows(id, from, count)
  if (!rows.ok) throw new Error(rows.error.message)
  return rows.value.map(row => row.map(cell => cell.value).join(','))
}
/** Long enough for an answer to be compressed and kept. */
const kept = async (id: string) => {
  for (let n = 0; n < 1_000; n++) {
    const run = await settings.queries.runs.run(id)
    if (run.ok && run.value?.end) return run.value
    await settled()
  }
  throw new Error('not kept')
}

test('a query waits for its turn, runs, shows what it found so far, and ends', async () => {
  const [a, b, c, d] = [await submit(), await submit(), await submit(job('c')), await submit()]
  const statuses = async () =>
    Promise.all([a, b, c, d].map(async id => [(await state(id)).status, (await state(id)).position]))
  expect(await statuses()).toEqual([
    ['Running', 0],
    ['Running', 0],
    ['Scheduled', 1],
    ['Scheduled', 2],
  ])
  runner.runs[0]!.partial(answerOf(['n'], ['1'], ['2']), 0.5)
  expect(await state(a)).toMatchObject({ status: 'Running', rows: 2, columns: ['n'], progress: 0.5, endedAt: null })
  expect(await values(a)).toEqual(['1', '2'])
  expect(await values(a, 1, 1)).toEqual(['2'])
  await clock.step(5_000)
  runner.runs[0]!.end(answerOf(['n'], ['3'], ['4'], ['5']))
  await kept(a)
  expect(await state(a)).toMatchObject({
    status: 'Complete',
    rows: 3,
    progress: null,
    message: null,
    statistics: { recordsScanned: 100, recordsMatched: 3 },
  })
  expect((await state(a)).endedAt).toBe(clock.now())
  expect(await values(a)).toEqual(['3', '4', '5'])
  expect(await values(a, 1, 1)).toEqual(['4'])
  await settled()
  expect(await statuses()).toEqual([
    ['Complete', 0],
    ['Running', 0],
    ['Running', 0],
    ['Scheduled', 1],
  ])
  expect(runner.runs).toHaveLength(3)
})

test('whoever watches hears of each step', async () => {
  const [a, , c, d] = [await submit(), await submit(), await submit(), await submit()]
  const heard: JobEvent[] = []
  jobs.watch(d, event => void heard.push(event))
  expect(jobs.watch('nobody', () => undefined)).toBeUndefined()
  await jobs.stop(c)
  runner.runs[0]!.end(answerOf([]))
  await kept(a)
  await settled()
  runner.runs[2]!.partial(answerOf(['n'], ['1']), 0.25)
  runner.runs[2]!.end(answerOf(['n'], ['2']))
  await kept(d)
  const startedAt = clock.now()
  expect(heard).toEqual([
    { kind: 'waiting', position: 1 },
    { kind: 'running' },
    { kind: 'partial', answer: answerOf(['n'], ['1']), progress: 0.25 },
    { kind: 'ended', status: 'Complete', answer: answerOf(['n'], ['2']), message: null, startedAt, at: startedAt },
  ])
  expect(jobs.watch(d, () => undefined)).toBeUndefined()
})

describe('stopping', () => {
  test('one that runs shows as stopped at once, keeps what it found, and its place is free when the engine let go', async () => {
    const [a, , c] = [await submit(), await submit(), await submit()]
    runner.runs[0]!.partial(answerOf(['n'], ['1']))
    expect(await jobs.stop(a)).toEqual({ ok: true })
    expect(await state(a)).toMatchObject({ status: 'Cancelled', rows: 1, message: 'It was stopped.' })
    expect(runner.runs[0]!.stopped).toBe(true)
    expect(await jobs.stop(a)).toEqual({ ok: false, error: { code: 'ended' } })
    await kept(a)
    await settled()
    expect((await state(c)).status).toBe('Running')
    expect(await values(a)).toEqual(['1'])
    expect(await jobs.stop(a)).toEqual({ ok: false, error: { code: 'ended' } })
    expect(await jobs.stop('nobody')).toEqual({ ok: false, error: { code: 'missing' } })
  })

  test('one that waits never runs', async () => {
    const [, , c, d] = [await submit(), await submit(), await submit(), await submit()]
    await jobs.stop(c)
    expect(await state(c)).toMatchObject({ status: 'Cancelled', startedAt: null })
    expect((await state(d)).position).toBe(1)
    expect((await kept(c)).status).toBe('Cancelled')
    expect(runner.runs).toHaveLength(2)
  })
})

test.each([
  [limits.queryTime - 1, 'Running', null],
  [limits.queryTime, 'Timeout', 'It ran for 60 minutes.'],
])('after %i ms (queryTime) a query is %s', async (length, status, message) => {
  const id = await submit()
  runner.runs[0]!.partial(answerOf(['n'], ['1']))
  await clock.step(length)
  expect(await state(id)).toMatchObject({ status, message, rows: 1 })
  expect(runner.runs[0]!.stopped).toBe(status === 'Timeout')
})

test.each([
  [{ code: 'failed', message: 'no' } as const, 'Failed', 'no'],
  [{ code: 'over-limit', message: 'too much' } as const, 'Failed', 'too much'],
  [{ code: 'timeout', message: 'too long' } as const, 'Timeout', 'too long'],
  [{ code: 'cancelled' } as const, 'Cancelled', 'It was stopped.'],
])('the runner gives up with %j', async (error, status, message) => {
  const id = await submit()
  runner.runs[0]!.fail(error)
  await kept(id)
  expect(await state(id)).toMatchObject({ status, message })
})

test('a bug of ours fails the query, and stands in the log', async () => {
  const id = await submit()
  runner.runs[0]!.break(new Error('secret 42'))
  await kept(id)
  expect(await state(id)).toMatchObject({
    status: 'Failed',
    message: 'Mangru failed at this query; its log says more.',
  })
  expect(lines.join()).toContain('secret 42')
  await submit()
  expect(runner.runs).toHaveLength(2)
})

test(`${limits.queriesUnderWay} run and wait, and one more is refused until one has ended (queriesUnderWay)`, async () => {
  const first = await submit()
  for (let n = 1; n < limits.queriesUnderWay; n++) await submit()
  expect(await jobs.submit(job())).toEqual({ ok: false, error: { code: 'too-many' } })
  runner.runs[0]!.end(answerOf([]))
  await kept(first)
  await settled()
  await submit()
})

test('a crowd that comes at once keeps order, and starts when it is on record', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, (_, n) => submit(job(String(n)))))
  expect(await Promise.all(all.map(async id => (await state(id)).position))).toEqual([0, 0, 1, 2, 3])
  for (let n = 0; n < 5; n++) {
    runner.runs[n]!.end(answerOf(['n'], [String(n)]))
    await kept(all[n]!)
    await settled()
  }
  expect(await Promise.all(all.map(id => values(id)))).toEqual([['0'], ['1'], ['2'], ['3'], ['4']])
})

test('the list is newest first, by status and group', async () => {
  const [a, b, c] = [
    await submit(job('a', ['/a'])),
    await submit(job('b', ['/b'])),
    await submit(job('c', ['/a', '/b'])),
  ]
  runner.runs[0]!.end(answerOf([]))
  const list = async (query = {}) => {
    const found = await jobs.list({ limit: 10, ...query })
    return found.ok && found.value.map(({ id, status }) => `${id} ${status}`)
  }
  await kept(a)
  await settled()
  expect(await list()).toEqual([`${c} Running`, `${b} Running`, `${a} Complete`])
  expect(await list({ status: 'Running' })).toEqual([`${c} Running`, `${b} Running`])
  expect(await list({ group: '/a' })).toEqual([`${c} Running`, `${a} Complete`])
})

describe('after a restart', () => {
  const restart = async (how: 'stop' | 'crash') => {
    if (how === 'stop') await jobs.close()
    const before = jobs
    await settings.close()
    await openStore()
    runner = fakeRunner()
    jobs = await open()
    if (how === 'crash') await before.close()
  }

  test('answers are there for a week', async () => {
    const id = await submit()
    const rows = Array.from({ length: 2_500 }, (_, n) => [`로그 ${n}`, null, `ptr${n}`])
    runner.runs[0]!.end(answerOf(['a', 'b'], ...rows))
    await kept(id)
    await restart('stop')
    expect(await state(id)).toMatchObject({ status: 'Complete', rows: 2_500, columns: ['a', 'b'] })
    expect(await values(id, 1_999, 2)).toEqual(['로그 1999,ptr1999', '로그 2000,ptr2000'])
    await clock.step(limits.queryRunLife)
    expect((await state(id)).rows).toBe(2_500)
    await clock.step(limits.queryTidyEvery + 1)
    expect(await jobs.state(id)).toEqual({ ok: true, value: undefined })
    expect(await values(id)).toEqual([])
  })

  test('what ran at a crash has failed and says why; what ran at a stop was stopped', async () => {
    const crashed = await submit()
    runner.runs[0]!.partial(answerOf(['n'], ['1']))
    await restart('crash')
    expect(await state(crashed)).toMatchObject({
      status: 'Failed',
      rows: 0,
      message: 'Mangru stopped while this query ran; start it again.',
    })
    const [stopped, , waiting] = [await submit(), await submit(), await submit()]
    runner.runs[0]!.partial(answerOf(['n'], ['1']))
    await restart('stop')
    expect(await state(stopped)).toMatchObject({
      status: 'Cancelled',
      rows: 1,
      message: 'Mangru was stopped while this query ran.',
    })
    expect((await state(waiting)).status).toBe('Cancelled')
  })
})

test('the oldest answers make room for new ones and say so (keptAnswerBytes)', async () => {
  const seen: number[] = []
  const bounded: RunSettings = {
    ...settings.queries.runs,
    tidy: (before, bytes) => {
      seen.push(bytes)
      return settings.queries.runs.tidy(before, 1)
    },
  }
  await jobs.close()
  jobs = await open({ runs: bounded })
  const id = await submit()
  runner.runs[0]!.end(answerOf(['n'], ['1']))
  await kept(id)
  await clock.step(limits.queryTidyEvery)
  expect(await state(id)).toMatchObject({ status: 'Complete', rows: 0, dropped: true })
  expect(new Set(seen)).toEqual(new Set([limits.keptAnswerBytes]))
})

test(`an answer that cannot be kept is answered from memory, ${limits.unkeptAnswers} of them (unkeptAnswers)`, async () => {
  await jobs.close()
  const full = { ok: false, error: { code: 'disk-full', message: 'The disk is full.' } } as const
  jobs = await open({ runs: { ...settings.queries.runs, keepPage: async () => full } })
  runner.answers = () => ({ ok: true, value: answerOf(['n'], ['1']) })
  const all: string[] = []
  for (let n = 0; n <= limits.unkeptAnswers; n++) {
    const id = await submit()
    all.push(id)
    await kept(id)
  }
  await settled()
  expect(await state(all[0]!)).toMatchObject({
    status: 'Failed',
    rows: 0,
    message: 'Its answer could not be kept: The disk is full.',
  })
  expect(await state(all[1]!)).toMatchObject({ status: 'Complete', rows: 1 })
  expect(await values(all[1]!)).toEqual(['1'])
  expect(lines.join()).toContain('The disk is full.')
})

describe('with other replicas', () => {
  test('a query is seen and stopped from another one, and lost with the one that ran it', async () => {
    await jobs.close()
    jobs = await open({ shared: true })
    const otherRunner = fakeRunner()
    const other = await open({ shared: true, runner: otherRunner })
    const id = await submit()
    expect(await state(id, other)).toMatchObject({ status: 'Running', position: 0 })
    expect(await other.stop(id)).toEqual({ ok: true })
    expect((await state(id)).status).toBe('Running')
    await clock.step(limits.queryHoldEvery)
    expect((await state(id)).status).toBe('Cancelled')
    await kept(id)
    expect(await other.stop(id)).toEqual({ ok: false, error: { code: 'ended' } })

    await settings.queries.runs.begin(
      { id: 'lost', createdAt: clock.now(), status: 'Running', groups: [], details: job().details },
      'a replica that is gone',
      instant(clock.now() + limits.queryHold),
    )
    const mine = await submit()
    await clock.step(limits.queryHold)
    expect((await state('lost', other)).status).toBe('Running')
    await clock.step(limits.queryTidyEvery)
    expect((await state('lost', other)).status).toBe('Failed')
    expect((await state(mine, other)).status).toBe('Running')
    await other.close()
  })
})

test('after closing nothing is taken', async () => {
  await jobs.close()
  expect(await jobs.submit(job())).toEqual({ ok: false, error: { code: 'closing' } })
})
