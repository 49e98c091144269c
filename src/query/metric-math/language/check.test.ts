import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { inEnglish, said } from '../said/index.ts'
import {
  anyScope,
  checkMath,
  isPeriod,
  isStatistic,
  type MathScope,
  mathFunctions,
  parseMath,
  printMath,
  refusedFunctions,
} from './index.ts'

const scope: MathScope = {
  typeOf: id =>
    ({ m1: 'TS', m2: 'TS', errors: 'TS', e1: 'TS', n: 'S', list: 'TS[]' })[id] as ReturnType<MathScope['typeOf']>,
  isMetric: id => ['m1', 'm2', 'errors'].includes(id),
  ids: ['m1', 'm2', 'errors', 'e1', 'n', 'list'],
}

function trouble(text: string, more: Partial<MathScope> = {}): { message: string; mended: string | null } {
  const checked = checkMath(text, { ...scope, ...more })
  if (checked.ok) throw new Error(`${text} was let through as ${checked.value.type}`)
  const { message, mend } = checked.error
  return {
    message,
    mended: mend === null ? null : text.slice(0, mend.span.from) + mend.insert + text.slice(mend.span.to),
  }
}

describe('types', () => {
  test.each([
    ['1 + 2', 'S'],
    ['m1 + 2', 'TS'],
    ['2 ^ m1', 'TS'],
    ['m1 * m2', 'TS'],
    ['list / m1', 'TS[]'],
    ['5 - list', 'TS[]'],
    ['-list', 'TS[]'],
    ['list > 5', 'TS[]'],
    ['[m1]', 'TS[]'],
    ['[m1, list]', 'TS[]'],
    ['AVG(m1)', 'S'],
    ['AVG(list)', 'TS'],
    ['ABS(m1)', 'TS'],
    ['ABS(list)', 'TS[]'],
    ['IF(n, 1, 2)', 'S'],
    ['IF(n, m1)', 'TS'],
    ['IF(m1, 1, 2)', 'TS'],
    ['METRICS()', 'TS[]'],
    ['FIRST(list)', 'TS'],
    ['METRIC_COUNT(list)', 'S'],
    ['PERIOD(m1)', 'S'],
    ['TIME_SERIES(n)', 'TS'],
    ['ANOMALY_DETECTION_BAND(m1)', 'TS[]'],
    ['ANOMALY_DETECTION_BAND(m1 / m2, 4)', 'TS[]'],
    ["SEARCH('{A,b} c', 'p99', 60)", 'TS[]'],
    ['SEARCH("x", "Average")', 'TS[]'],
    ['m1 < m2 AND m1 > 0 OR n', 'TS'],
  ])('%s is %s', (text, type) => {
    const checked = checkMath(text, scope)
    if (!checked.ok) throw new Error(checked.error.message)
    expect(checked.value.type).toBe(type)
  })

  test.each(mathFunctions.map(({ name, example }) => [name, example]))('the example of %s runs', (_name, example) => {
    expect(checkMath(example, { ...anyScope, returned: true }).ok).toBe(true)
  })
  test.each(mathFunctions.map(({ name, doc }) => [name, doc]))(
    '%s is explained in both languages',
    (_name, { en, ko }) => {
      expect(en).toMatch(/\.$/)
      expect(ko).toMatch(/[가-힣].*\.$/)
    },
  )
})

describe('refused', () => {
  test.each<[text: string, message: RegExp, mended: string | null]>([
    ['', /^unexpected end of expression at line 1 and position 1: an expression was expected$/, null],
    [
      'm1 +',
      /^unexpected end of expression at line 1 and position 5: a metric, a number or a function was expected$/,
      'm1 ',
    ],
    ['m1 m2', /^unexpected symbol found m2 at line 1 and position 4: an operator was expected$/, 'm1 * m2'],
    ['2m1', /^unexpected symbol found m1/, '2 *m1'],
    ['SUM([m1, m2)', /^unexpected symbol found \) .*: the \[ at line 1 and position 5 is not closed$/, 'SUM([m1, m2])'],
    [
      'SUM([m1, m2]',
      /^unexpected end of expression .*: the \( at line 1 and position 4 is not closed$/,
      'SUM([m1, m2])',
    ],
    ['SUM([m1, m2,])', /^unexpected symbol found \]/, 'SUM([m1, m2])'],
    ['m1)', /^unexpected symbol found \) .*: nothing is open here that \) could close$/, 'm1'],
    ['m1 = 5', /^unexpected symbol found = .*: equality is written with ==$/, 'm1 == 5'],
    ['m1 <> 5', /^unexpected symbol found >/, null],
    ['m1 > 5 and m2', /^unexpected symbol found and/, 'm1 > 5 AND m2'],
    ['m1 % 5', /^unexpected symbol found % .*: there is no remainder/, null],
    ['!m1', /^unexpected symbol found !/, null],
    [
      'M1 + 1',
      /^unexpected symbol found M1 .*: the id of a metric or an expression begins with a small letter$/,
      'm1 + 1',
    ],
    ['METRICS', /^unexpected symbol found METRICS/, 'METRICS()'],
    ['"m1"', /^unexpected symbol found "m1" .*: text stands only inside of METRICS and SEARCH$/, null],
    ['SUM(METRICS(“m”))', /^unexpected symbol found “ .*: this is a typographic quote/, 'SUM(METRICS("m"))'],
    [
      'SUM(METRICS("m))',
      /^unexpected symbol found " .*: the text that begins here has no closing "$/,
      'SUM(METRICS("m"))',
    ],
    ['sum(list)', /^there is no function sum .*: functions are written in capital letters$/, 'SUM(list)'],
    ['AVRG(list)', /^there is no function AVRG at line 1 and position 1$/, 'AVG(list)'],
    ['FOO(m1)', /^there is no function FOO/, null],
    ['constructor(m1)', /^there is no function constructor at/, null],
    ['m1 constructor', /^unexpected symbol found constructor/, 'm1 * constructor'],
    ['eror', /^there is no metric or expression with the id eror/, null],
    ['error * 2', /^there is no metric or expression with the id error /, 'errors * 2'],
    ['ABS(5)', /^ABS takes a time series or a list of time series as x, and not a number/, 'ABS(TIME_SERIES(5))'],
    ['ABS()', /^ABS takes 1 argument, and not 0 .*: write ABS\(x\)$/, null],
    ['FILL(m1)', /^FILL takes 2 arguments, and not 1 .*: write FILL\(x, by\)$/, null],
    ['IF(m1)', /^IF takes 2 to 3 arguments, and not 1 .*: write IF\(condition, then, else\?\)$/, null],
    [
      'FILL(m1, REPEATS)',
      /^FILL takes a number, a time series, REPEAT or LINEAR as by, and not REPEATS/,
      'FILL(m1, REPEAT)',
    ],
    ['FILL(m1, "REPEAT")', /^FILL takes .* and not a text/, 'FILL(m1, REPEAT)'],
    ['FILL(m1, list)', /^FILL takes .* and not a list of time series/, 'FILL(m1, SUM(list))'],
    ['SORT(list, avg, DESC)', /^SORT takes AVG, MIN, MAX or SUM as by, and not an expression/, 'SORT(list, AVG, DESC)'],
    ['SORT(list, AVG, DOWN)', /^SORT takes ASC or DESC as order, and not DOWN/, null],
    ['SORT(m1, AVG, DESC)', /^SORT takes a list of time series as x, and not a time series/, 'SORT([m1], AVG, DESC)'],
    ['SORT(list, STDDEV, DESC)', /^SORT takes AVG, MIN, MAX or SUM as by, and not STDDEV/, null],
    ['FIRST(m1)', /^FIRST takes a list/, 'FIRST([m1])'],
    ['TIME_SERIES(m1)', /^TIME_SERIES takes a number as value, and not a time series/, null],
    ['HOUR(list)', /^HOUR takes a time series as x, and not a list/, 'HOUR(SUM(list))'],
    ['IF(list, 1, 2)', /^IF takes a number or a time series as condition, and not a list/, 'IF(SUM(list), 1, 2)'],
    ['PERIOD(e1)', /^PERIOD takes the id of a metric as m, and not the result of an expression/, null],
    ['PERIOD(m1 + m2)', /^PERIOD takes the id of a metric/, null],
    ['METRICS(m1)', /^METRICS takes a text in quotes as part, and not an expression/, 'METRICS("m1")'],
    ["METRICS('')", /^METRICS takes a text that ids hold/, null],
    ['[m1, 5]', /^a list holds time series, and this is a number/, '[m1, TIME_SERIES(5)]'],
    ['list + METRICS()', /^\+ joins two lists of time series .*: one side may be a list/, null],
    ['list AND METRICS()', /^AND joins two lists/, null],
    [
      'ANOMALY_DETECTION_BAND(list)',
      /^ANOMALY_DETECTION_BAND takes a time series as m/,
      'ANOMALY_DETECTION_BAND(SUM(list))',
    ],
    ['ANOMALY_DETECTION_BAND(m1, m2)', /^ANOMALY_DETECTION_BAND takes a number written in place as deviations/, null],
    ['ANOMALY_DETECTION_BAND(m1, 0)', /^ANOMALY_DETECTION_BAND takes a number written in place/, null],
    ["SEARCH('{A', 'Sum')", /^the search is not valid: the \{ is not closed/, null],
    ["SEARCH('x', 'Mean')", /^Mean is not a statistic .*: write 'Average'/, null],
    ["SEARCH('x', 'Sum', 45)", /^a period is 1, 5, 10, 20, 30 or a multiple of 60 seconds/, null],
    ["SEARCH(m1, 'Sum')", /^SEARCH takes a text in quotes as what/, `SEARCH("m1", 'Sum')`],
    ['1e999 * m1', /^the number 1e999 is too large/, null],
  ])('%s', (text, message, mended) => {
    const found = trouble(text)
    expect(found.message).toMatch(message)
    expect(found.mended).toBe(mended)
  })

  test.each(Object.entries(refusedFunctions))('%s, since %s', (name, code) => {
    const why = inEnglish(said(code))
    expect(trouble(`${name}(m1)`).message).toBe(
      `the function ${name} is not supported here at line 1 and position 1: ${why}`,
    )
  })

  test('a number as the result', () => {
    expect(trouble('AVG(m1) * 2', { returned: true })).toEqual({
      message: 'the result is a number, and must be a time series or a list of them at line 1 and position 1',
      mended: 'TIME_SERIES(AVG(m1) * 2)',
    })
  })
})

test.each([
  ['a-b-c', 'a - b - c'],
  ['a-(b-c)', 'a - (b - c)'],
  ['(a*b)/c', '(a * b) / c'],
  ['a+b*c^-d^2', 'a + b * c^-d^2'],
  ['(-a)^2', '(-a)^2'],
  ['-(a^2)', '-a^2'],
  ['- (a + b)', '-(a + b)'],
  ['(a>b)==c', '(a > b) == c'],
  ['a||b&&c', 'a OR b AND c'],
  ['(a OR b) AND c', '(a OR b) AND c'],
  [`METRICS("it's")`, `METRICS("it's")`],
  [`METRICS('a"b')`, `METRICS('a"b')`],
  [`METRICS("a\\"b'c")`, `METRICS('a"b\\'c')`],
])('%s prints as %s', (text, printed) => {
  const read = parseMath(text)
  if (!read.ok) throw new Error(read.error.message)
  expect(printMath(read.value)).toBe(printed)
  const again = parseMath(printed)
  expect(again.ok && printMath(again.value)).toBe(printed)
})

test.each([
  'Average',
  'SampleCount',
  'p99',
  'p99.9',
  'p0',
  'p100',
  'tm90',
  'IQM',
  'TM(10%:90%)',
  'TM(:90%)',
  'WM(5%:)',
  'PR(:3)',
  'PR(-1:2.5)',
  'TS(3:7)',
  'TC(0.5:)',
])('%s is a statistic', name => expect(isStatistic(name)).toBe(true))
test.each([
  'average',
  'Avg',
  'p101',
  'p',
  'TM(90%:10%)',
  'TM(:)',
  'TM(10%:90)',
  'PR(10%:20%)',
  'TM(10%:101%)',
  'tm',
  'p99 ',
  '',
])('%s is none', name => expect(isStatistic(name)).toBe(false))

test('mathPeriod: the longest period', () => {
  expect([1, 5, 10, 20, 30, 60, 120, limits.mathPeriod].every(isPeriod)).toBe(true)
  expect([0, -60, 2, 45, 90, 60.5, limits.mathPeriod + 60, Number.NaN].some(isPeriod)).toBe(false)
})
