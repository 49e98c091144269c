/** When a query is no longer put into one statement: at each bound and one past it. */
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { sql } from '../../../store/engine/sql.ts'
import { checkInsights } from '../language/index.ts'
import { pathsOf } from './fields.ts'
import { groupsSql, noPromotedFields, plan, type Surroundings } from './index.ts'
import { Layers } from './layers.ts'

const surroundings: Surroundings = {
  account: '123456789012',
  region: 'eu-west-1',
  streams: null,
  groups: new Map([[1, '/g']]),
  startedAt: 0,
  from: 0,
  to: 1,
  fields: noPromotedFields,
  answer: () => undefined,
}
const planOf = (text: string) => {
  const checked = checkInsights(text)
  if (!checked.ok) throw new Error(checked.error.message)
  return plan(checked.value.query.commands, surroundings, 10_000)
}

test(`a name of ${limits.insightsPathSteps} words is looked for in every cut`, () => {
  const name = (words: number) => {
    const segments = Array.from({ length: words }, (_, at) => `w${at}`)
    return { segments, text: segments.join('.') }
  }
  expect(pathsOf(name(limits.insightsPathSteps))).toHaveLength(2 ** (limits.insightsPathSteps - 1))
  expect(pathsOf(name(limits.insightsPathSteps + 1))).toBeUndefined()
  expect(planOf('stats count(*) by a.b.c.d').kind).toBe('groups')
  expect(planOf('stats count(*) by a.b.c.d.e').kind).toBe('events')
})

test('the first path is the one that is written', () => {
  expect(pathsOf({ segments: ['a.b', 'c'], text: 'a.b.c' })?.map(path => path.join('|'))).toEqual([
    'a.b|c',
    'a|b|c',
    'a|b.c',
    'a.b.c',
  ])
})

test(`${limits.insightsSqlDepth} subqueries are not too deep, one more is`, () => {
  const layers = new Layers('x')
  let piece = { sql: sql`1`, depth: 0 }
  for (let at = 0; at < limits.insightsSqlDepth; at++) piece = layers.bind(piece)
  expect(layers.tooDeep).toBe(false)
  layers.bind(piece)
  expect(layers.tooDeep).toBe(true)
})

test('an expression weighs what it is with its names written out', () => {
  const layers = new Layers('x')
  const ten = layers.bind({ sql: sql.ours('a'.repeat(10)), depth: 0 })
  const both = layers.bind({ sql: sql`${ten.sql}+${ten.sql}`, depth: 1 })
  expect(layers.weight(both)).toBe('x2'.length + 'x1+x1'.length + 20)
})

test(`a condition of ${limits.insightsSqlWeight} characters is in the statement, one more is not`, () => {
  const exact = (length: number) => planOf(`filter @message = "${'b'.repeat(length)}" | stats count(*)`).kind
  const fits = (length: number) => exact(length) === 'groups'
  // A query has 10,000 characters, so its names must make the weight: the first repetition that is too heavy is found by steps.
  expect(fits(1_000)).toBe(true)
  const sums = (count: number) =>
    planOf(`filter ${Array.from({ length: count }, () => 'n').join(' + ')} > 1 | stats count(*)`)
  let most = 1
  while (sums(most + 1).kind === 'groups') most++
  const weightOf = (count: number) => {
    const { filter } = sums(count)
    return filter.exact.map(one => filter.scope.layers.weight(one))
  }
  expect(weightOf(most)[0]).toBeLessThanOrEqual(limits.insightsSqlWeight)
  expect(weightOf(most + 1)).toEqual([])
})

test('a query that doubles with each line is no statement that doubles', () => {
  const lines = Array.from({ length: 60 }, (_, at) => `fields a${at} + a${at} as a${at + 1}`)
  expect(planOf(`${lines.join(' | ')} | filter a60 > 1 | stats count(*)`).kind).toBe('events')
  expect(planOf(`${lines.slice(0, 2).join(' | ')} | filter a2 > 1 | stats count(*)`).kind).toBe('groups')
})

test('a promoted field is read from its columns, and asked before the message is', () => {
  const fields = {
    find: (text: string) => (text === 'status' ? { column: sql`status_text`, number: sql`status_number` } : undefined),
  }
  const checked = checkInsights('filter status = 500 | stats count(*) as n, max(status) by status')
  if (!checked.ok) throw new Error(checked.error.message)
  const made = plan(checked.value.query.commands, { ...surroundings, fields }, 10_000)
  if (made.kind !== 'groups') throw new Error('no statement')
  const { text } = groupsSql(made.filter, made.select, sql`1`, 10)
  expect(text).toContain('PREWHERE (1) AND (ifNull(status_number = 500, 0))')
  expect(text).toContain('status_text AS h')
  expect(text).not.toContain('JSONExtract')
})
