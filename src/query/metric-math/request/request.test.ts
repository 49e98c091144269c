import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { Grid } from '../evaluate/index.ts'
import { fakeInputs, fakeLine, textOf } from './fake-inputs.ts'
import { answerMath, type MathInputs, type MathPlan, type MathQuery, planMath } from './index.ts'

const metric = (id: string, period = 60): MathQuery => ({ kind: 'metric', id, period })
const expression = (id: string, text: string, more: { period?: number; returned?: boolean } = {}): MathQuery => ({
  kind: 'expression',
  id,
  text,
  period: more.period ?? null,
  returned: more.returned ?? true,
})

function planned(...queries: MathQuery[]): MathPlan {
  const plan = planMath(queries)
  if (!plan.ok) throw new Error(plan.error.message)
  return plan.value
}
function refused(queries: readonly MathQuery[], alarm = false): string {
  const plan = planMath(queries, { alarm })
  if (plan.ok) throw new Error('was let through')
  return plan.error.message
}
function answered(plan: MathPlan, inputs: MathInputs): Readonly<Record<string, string[]>> {
  const answers = answerMath(plan, inputs)
  if (!answers.ok) throw new Error(answers.error.message)
  return Object.fromEntries(
    [...answers.value].map(([id, { lines }]) => [id, lines.map(({ values }) => textOf(values))]),
  )
}

describe('order', () => {
  test('an expression comes after those that it names, wherever they stand', () => {
    const plan = planned(expression('c', 'b + a'), expression('b', 'a * 2'), expression('a', 'm1 + 1'), metric('m1'))
    expect(plan.steps.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(answered(plan, fakeInputs({ m1: '1 2' }))).toEqual({ a: ['2 3'], b: ['4 6'], c: ['6 9'] })
  })

  test('five hundred in a row', () => {
    const chain = Array.from({ length: limits.mathQueries - 1 }, (_, at) =>
      expression(`e${at}`, at === 0 ? 'm1' : `e${at - 1} + 1`),
    )
    const plan = planned(...chain.toReversed(), metric('m1'))
    expect(answered(plan, fakeInputs({ m1: '1' }))[`e${chain.length - 1}`]).toEqual([String(chain.length)])
  })

  test.each<[string, MathQuery[], string]>([
    ['itself', [expression('a', 'a + 1')], "Error in expression 'a': it refers to itself (a → a)"],
    [
      'each other',
      [expression('a', 'b'), expression('b', 'c'), expression('c', 'b'), metric('m')],
      "Error in expression 'b': it refers to itself (b → c → b)",
    ],
  ])('a ring is named: %s', (_name, queries, message) => {
    expect(refused(queries)).toBe(message)
  })
})

describe('periods', () => {
  const periodsOf = (plan: MathPlan) =>
    Object.fromEntries([...plan.expressions].map(([id, { period }]) => [id, period]))

  test('the coarsest of what an expression reads, also through others', () => {
    const plan = planned(
      metric('m1', 60),
      metric('m2', 300),
      expression('fine', 'm1 * 2'),
      expression('mixed', 'm1 + m2'),
      expression('through', 'fine + m2'),
      expression('all', 'SUM(METRICS())'),
      expression('none', 'TIME_SERIES(1)'),
      expression('told', 'TIME_SERIES(1)', { period: 120 }),
    )
    expect(periodsOf(plan)).toEqual({ fine: 60, mixed: 300, through: 300, all: 300, none: 300, told: 120 })
    expect(plan.metrics).toEqual([
      { id: 'm1', period: 60 },
      { id: 'm1', period: 300 },
      { id: 'm2', period: 300 },
    ])
    expect(plan.steps.filter(({ id }) => id === 'fine')).toEqual([
      { id: 'fine', period: 60 },
      { id: 'fine', period: 300 },
    ])
  })

  test('what is read at a coarser period is computed at it', () => {
    const plan = planned(
      metric('m1', 60),
      metric('m2', 300),
      expression('per', 'm1 / PERIOD(m1)'),
      expression('e', 'per + m2'),
    )
    const grid = (period: number): Grid => ({ start: 0, step: period * 1_000, count: 600 / period })
    const answers = answered(plan, {
      ...fakeInputs({}),
      grid,
      metric: (id, period) =>
        fakeLine(id === 'm2' ? '1 2' : period === 60 ? '6 6 6 6 6 12 12 12 12 12' : '30 60', grid(period)),
    })
    expect(answers.per).toEqual(['0.1 0.1 0.1 0.1 0.1 0.2 0.2 0.2 0.2 0.2'])
    expect(answers.e).toEqual(['1.1 2.2'])
  })

  test('a search has its own, that of the query, or five minutes', () => {
    const text = (rest: string) => `SUM(SEARCH('{A,b} c', 'Sum'${rest}))`
    expect(periodsOf(planned(expression('a', text(', 120'))))).toEqual({ a: 120 })
    expect(periodsOf(planned(expression('a', text(''), { period: 3_600 })))).toEqual({ a: 3_600 })
    expect(periodsOf(planned(expression('a', text(''))))).toEqual({ a: 300 })
    expect(planned(metric('m1', 600), expression('a', `m1 + ${text(', 120')}`)).searches).toMatchObject([
      { what: '{A,b} c', statistic: 'Sum', period: 600, search: { schema: { namespace: 'A', dimensions: ['b'] } } },
    ])
  })
})

describe('what comes from elsewhere', () => {
  test('a search is a list, each series with its label', () => {
    const plan = planned(expression('e', "REMOVE_EMPTY(SEARCH('{A,b} c', 'Sum', 60)) * 2"))
    const base = fakeInputs({ x: '- - -' })
    const lines = ['1 2 3', '- - -', '4 - -'].map((text, at) => fakeLine(text, base.grid(60), `s${at}`))
    const asked: unknown[] = []
    const inputs = {
      ...base,
      search: (...call: unknown[]) => {
        asked.push(call)
        return lines
      },
    }
    const answer = answerMath(plan, inputs)
    expect(answer.ok && answer.value.get('e')!.lines.map(({ label }) => label)).toEqual(['s0', 's2'])
    expect(answered(plan, inputs).e).toEqual(['2 4 6', '8 - -'])
    expect(asked[0]).toEqual(['{A,b} c', 'Sum', 60])
  })

  test('searchSeries: no search gives more', () => {
    const plan = planned(expression('e', "METRIC_COUNT(SEARCH('x', 'Sum', 60)) * m"), metric('m'))
    const lines = (count: number) => Array.from({ length: count }, () => fakeLine('1', fakeInputs({ m: '1' }).grid(60)))
    const counted = (count: number) => answered(plan, fakeInputs({ m: '1' }, { search: () => lines(count) })).e
    expect(counted(limits.searchSeries)).toEqual([String(limits.searchSeries)])
    expect(counted(limits.searchSeries + 1)).toEqual([String(limits.searchSeries)])
  })

  test('Metrics Insights: one series, or a list by GROUP BY, that other expressions take', () => {
    const plan = planned(
      expression('q', 'SELECT AVG(CPU) FROM X', { period: 60, returned: false }),
      expression('g', 'select max(CPU) from X group by i', { period: 60 }),
      expression('e', 'FILL(q, 0) + SUM(g)'),
    )
    expect(plan.insights).toMatchObject([
      { id: 'q', period: 60, query: { select: 'AVG', groupBy: [] } },
      { id: 'g', period: 60, query: { select: 'MAX', groupBy: ['i'] } },
    ])
    expect([...plan.expressions.values()].map(({ type }) => type)).toEqual(['TS', 'TS[]', 'TS'])
    const base = fakeInputs({ x: '- -' })
    const insights = (id: string) => (id === 'q' ? ['- 5'] : ['1 1', '2 2']).map(text => fakeLine(text, base.grid(60)))
    expect(answered(plan, { ...base, insights }).e).toEqual(['3 8'])
  })

  test('Metrics Insights needs a period', () => {
    const message = "Error in expression 'q': a Metrics Insights query needs a Period that is a multiple of 60 seconds"
    expect(refused([expression('q', 'SELECT AVG(CPU) FROM X')])).toBe(message)
    expect(refused([expression('q', 'SELECT AVG(CPU) FROM X', { period: 30 })])).toBe(message)
  })

  test('a band has two edges, the lower one first', () => {
    const plan = planned(
      metric('m1'),
      expression('b', 'ANOMALY_DETECTION_BAND(m1, 3)'),
      expression('high', 'LAST(b) - m1'),
      expression('math', 'FIRST(ANOMALY_DETECTION_BAND(m1 * 2))'),
    )
    expect(plan.bands).toEqual([
      { of: 'm1 * 2', metric: null, deviations: 2, period: 60 },
      { of: 'm1', metric: 'm1', deviations: 3, period: 60 },
    ])
    const inputs = fakeInputs(
      { m1: '5 6' },
      {
        band: (_of, deviations, _period, { values }) => ({
          lower: values.map(value => value - deviations),
          upper: values.map(value => value + deviations),
        }),
      },
    )
    expect(answered(plan, inputs)).toEqual({ b: ['2 3', '8 9'], high: ['3 3'], math: ['8 10'] })
    const answer = answerMath(plan, inputs)
    expect(answer.ok && answer.value.get('b')!.lines.map(({ label }) => label)).toEqual([
      'm1 (expected low)',
      'm1 (expected high)',
    ])
    expect(answered(plan, fakeInputs({ m1: '5 6' })).b).toEqual(['- -', '- -'])
  })
})

describe('refused', () => {
  test.each<[string, MathQuery[], string]>([
    ['ids twice', [metric('m1'), metric('m1')], "The id 'm1' is given more than once."],
    [
      'a large first letter',
      [metric('M1')],
      "The id 'M1' is not valid: it begins with a small letter and has letters, digits and _ alone.",
    ],
    [
      'an unknown id',
      [metric('m1'), expression('e1', 'm1 + m2')],
      "Error in expression 'e1': there is no metric or expression with the id m2 at line 1 and position 6",
    ],
    [
      'a number',
      [metric('m1'), expression('e1', 'AVG(m1)')],
      "Error in expression 'e1': the result is a number, and must be a time series or a list of them at line 1 and position 1",
    ],
    [
      'half an expression',
      [metric('m1'), expression('e1', 'm1 +')],
      "Error in expression 'e1': unexpected end of expression at line 1 and position 5: a metric, a number or a function was expected",
    ],
    [
      'an invalid query',
      [expression('q', 'SELECT AVG(CPU)', { period: 60 })],
      "Error in expression 'q': unexpected end of query at line 1 and position 16: FROM was expected",
    ],
  ])('%s', (_name, queries, message) => {
    expect(refused(queries)).toBe(message)
  })

  test('a number may stand where it is not handed out', () => {
    const plan = planned(metric('m1'), expression('mean', 'AVG(m1)', { returned: false }), expression('e', 'm1 - mean'))
    expect(answered(plan, fakeInputs({ m1: '1 3' }))).toEqual({ mean: [], e: ['-1 1'] })
  })

  test('zero has no sign', () => {
    const answers = answerMath(
      planned(metric('m1'), expression('e', '[-m1, CEIL(m1 - 0.5), m1 * -1]')),
      fakeInputs({ m1: '0' }),
    )
    expect(answers.ok && answers.value.get('e')!.lines.map(({ values }) => Object.is(values[0], 0))).toEqual([
      true,
      true,
      true,
    ])
  })

  test('an alarm may not search', () => {
    expect(refused([expression('e', "SUM(SEARCH('x', 'Sum', 60))")], true)).toBe(
      "Error in expression 'e': SEARCH is not supported on metric alarms at line 1 and position 12",
    )
  })

  const metrics = (count: number, period = (_at: number) => 60) =>
    Array.from({ length: count }, (_, at) => metric(`m${at}`, period(at)))
  const sums = (count: number) => Array.from({ length: count }, (_, at) => expression(`e${at}`, 'm0'))
  test.each<[string, (size: number) => MathQuery[], number, boolean]>([
    ['mathQueries', metrics, limits.mathQueries, false],
    ['mathAlarmQueries, metrics', metrics, limits.mathAlarmQueries, true],
    ['mathAlarmQueries, expressions', size => [metric('m0'), ...sums(size)], limits.mathAlarmQueries, true],
    ['mathIdLength', size => [metric('m'.repeat(size))], limits.mathIdLength, false],
  ])('the bound %s holds', (_name, make, bound, alarm) => {
    expect(planMath(make(bound), { alarm }).ok).toBe(true)
    expect(planMath(make(bound + 1), { alarm }).ok).toBe(false)
  })

  test('the bound mathReadings holds', () => {
    // Each expression reads all metrics before its own, at its own period.
    const many = (count: number, more: number) => {
      const all = metrics(count, at => (at + 1) * 60)
      const some = (at: number) => Array.from({ length: at + 1 }, (_, other) => `m${other}`).join('+')
      const full = Array.from({ length: count }, (_, at) => expression(`e${at}`, some(at)))
      return [...all, ...full, ...metrics(more).map(({ id }) => metric(`x${id}`))]
    }
    const size = 40
    const own = (size * (size + 1)) / 2
    expect(planMath(many(size, 0)).ok).toBe(true)
    const spare = limits.mathQueries - 2 * size
    expect(own + spare).toBeLessThan(limits.mathReadings)
    const larger = 62
    const readings = (larger * (larger + 1)) / 2
    const rest = limits.mathReadings - readings
    expect(planMath(many(larger, rest)).ok).toBe(true)
    expect(planMath(many(larger, rest + 1)).ok).toBe(false)
  })

  test('the bound mathSeries holds', () => {
    const doubled = (times: number, more: number) => [
      metric('m'),
      expression('e0', `[${Array(limits.mathSeries / 2 ** times).fill('m')}]`),
      ...Array.from({ length: times }, (_, at) => expression(`e${at + 1}`, `[e${at}, e${at}]`)),
      expression('last', `[e${times}${', m'.repeat(more)}]`),
    ]
    const run = (more: number) => answerMath(planned(...doubled(4, more)), fakeInputs({ m: '1' }))
    expect(run(0).ok).toBe(true)
    expect(run(1)).toMatchObject({
      ok: false,
      error: { message: `Error in expression 'last': a list may hold ${limits.mathSeries} time series` },
    })
  })

  test('the bound mathPoints holds', () => {
    const count = 1_000_000
    const line = { values: new Float64Array(count).fill(1), label: null, facts: null }
    const inputs = {
      ...fakeInputs({}),
      grid: (period: number) => ({ start: 0, step: period * 1_000, count }),
      metric: () => line,
    }
    // Each reference costs its points, and each operator the points of both sides.
    const run = (references: number) =>
      answerMath(planned(metric('m'), expression('e', `[${Array(references).fill('m')}]`)), inputs)
    expect(run(limits.mathPoints / count / 2 - 1).ok).toBe(true)
    expect(run(limits.mathPoints / count / 2)).toMatchObject({
      ok: false,
      error: { message: `Error in expression 'e': one request may compute ${limits.mathPoints} points` },
    })
  })
})
