import { expect, test } from 'vitest'
import { err, instant, millis, ok } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore, MetricWanted, StatisticsQuery } from '../../store/metrics/index.ts'
import { gatheredStore } from './gathered.ts'

const signal = new AbortController().signal
const query = (from: number): StatisticsQuery => ({
  ...{ series: [], from: instant(from), to: instant(from + 1), period: millis(1) },
})
const wanted = (metric: string): MetricWanted => ({ namespace: 'n', metric, dimensions: {} })

/** Answers each query with its own beginning; `trouble` of more than so many at once. */
function noting(most = Number.POSITIVE_INFINITY, trouble: EngineError = { code: 'cancelled' }) {
  const asked: string[] = []
  const store: Pick<MetricStore, 'find' | 'list' | 'statisticsOf'> = {
    find: async (all, since, with_) => {
      asked.push(`find ${since} ${all.map(({ metric }) => metric)} ${with_ === signal}`)
      return all.length > most ? err(trouble) : ok(all.map(() => []))
    },
    list: async () => ok([]),
    statisticsOf: async (all, with_) => {
      asked.push(`statistics ${all.map(({ from }) => from)} ${with_ === signal}`)
      if (all.length > most) return err(trouble)
      return ok(all.map(({ from }) => [{ at: from, count: 1, sum: 1, min: 1, max: 1 }]))
    },
  }
  return { asked, store: gatheredStore(store, signal) }
}
const begins = (answer: Awaited<ReturnType<MetricStore['statisticsOf']>>) =>
  answer.ok ? answer.value.map(([one]) => one?.at) : answer.error.code

test('what is asked in one moment is one question, and each asker gets its own part', async () => {
  const { asked, store } = noting()
  const answers = await Promise.all([
    store.statisticsOf([query(1), query(2)]),
    store.statisticsOf([]),
    Promise.resolve().then(() => store.statisticsOf([query(3)])),
  ])
  expect(answers.map(begins)).toEqual([[1, 2], [], [3]])
  expect(asked).toEqual(['statistics 1,2,3 true'])
  expect(begins(await store.statisticsOf([query(4)]))).toEqual([4])
  expect(asked).toHaveLength(2)
})

test('metrics are found together where they are to be active since the same time', async () => {
  const { asked, store } = noting()
  const find = (since: number, ...names: string[]) => store.find(names.map(wanted), instant(since))
  const answers = await Promise.all([find(1, 'a', 'b'), find(2, 'c'), find(1, 'd')])
  expect(answers.map(answer => answer.ok && answer.value.length)).toEqual([2, 1, 1])
  expect(asked).toEqual(['find 1 a,b,d true', 'find 2 c true'])
})

test('what is too much together is asked alone; an engine that is away or stopped is not asked again', async () => {
  const tooMuch = noting(1, { code: 'over-limit', limit: 'rows', message: '' })
  const asks = ({ store }: ReturnType<typeof noting>) =>
    Promise.all([[1], [2, 3], [4]].map(all => store.statisticsOf(all.map(query)))).then(all => all.map(begins))
  expect(await asks(tooMuch)).toEqual([[1], 'over-limit', [4]])
  expect(tooMuch.asked).toHaveLength(4)
  for (const code of ['cancelled', 'unavailable'] as const) {
    const away = noting(1, { code, message: '' } as EngineError)
    expect(await asks(away)).toEqual([code, code, code])
    expect(away.asked).toHaveLength(1)
  }
})
