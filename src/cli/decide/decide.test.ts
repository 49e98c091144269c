import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { answerTo, deciders } from './index.ts'

/** Decides as the command does, from text to text. */
// biome-ignore lint/suspicious/noExplicitAny: decisions of every kind, looked at by their tests
function decide(name: string, given: unknown): Record<string, any> {
  const decider = deciders.find(one => one.name === name)
  if (decider === undefined) throw new Error(`no decider ${name}`)
  const { answer } = answerTo(decider, { kind: 'text', text: JSON.stringify(given), at: 'line 1' })
  return JSON.parse(JSON.stringify(answer))
}

const noon = Date.parse('2026-01-20T12:00:00Z') / 1_000
const minute = 60
const ops = 'arn:aws:sns:us-east-1:000000000000:ops'
const metricAlarm = {
  AlarmName: 'a',
  ...{ Namespace: 'App', MetricName: 'm', Statistic: 'Average', Period: 60, EvaluationPeriods: 1 },
  ...{ Threshold: 3, ComparisonOperator: 'GreaterThanThreshold' },
}
const { Namespace: _n, MetricName: _m, Statistic: _s, Period: _p, ...plain } = metricAlarm
/** `0 - X`: a minute each, the last one ends at noon. */
const pointsOf = (text: string) => {
  const marks = text.split(' ')
  return marks.flatMap((mark, at) =>
    mark === '-' ? [] : [[noon - (marks.length - at) * minute, mark === 'X' ? 9 : Number(mark)]],
  )
}
const series = (name: string, dimensions: object, ...points: readonly unknown[]) => ({
  ...{ namespace: 'App', name, dimensions, points },
})
const stat = (Id: string, more: object = {}) => ({
  ...{ Id, ReturnData: false, ...more },
  MetricStat: { Metric: { Namespace: 'App', MetricName: Id }, Period: 60, Stat: 'Sum' },
})

test.each(deciders.map(({ name, example }) => [name, example] as const))('the example of %s works', (name, example) => {
  expect(decide(name, example)).not.toHaveProperty('error')
})

describe('alarm: the documented tables of missing data, N = 3', () => {
  const treatments = ['missing', 'ignore', 'breaching', 'notBreaching']
  const [OK, ALARM, NONE, KEEP] = ['OK', 'ALARM', 'INSUFFICIENT_DATA', 'KEEP']
  const rows: readonly (readonly [string, number, ...string[]])[] = [
    ['0 - X - X', 3, OK, OK, OK, OK],
    ['0 - - - -', 3, OK, OK, OK, OK],
    ['- - - - -', 3, NONE, KEEP, ALARM, OK],
    ['0 X X - X', 3, ALARM, ALARM, ALARM, ALARM],
    ['- - X - -', 3, ALARM, KEEP, ALARM, OK],
    ['0 - X - X', 2, ALARM, ALARM, ALARM, ALARM],
    ['0 0 X 0 X', 2, ALARM, ALARM, ALARM, ALARM],
    ['0 - X - -', 2, OK, OK, ALARM, OK],
    ['- - - - 0', 2, OK, OK, ALARM, OK],
    ['- - - X -', 2, ALARM, KEEP, ALARM, OK],
    ['- - - - X', 3, KEEP, KEEP, ALARM, OK],
  ]
  for (const [points, DatapointsToAlarm, ...wanted] of rows)
    test.each(treatments.map((treatment, at) => [treatment, wanted[at] ?? '']))(
      `${points} with M = ${DatapointsToAlarm}, %s: %s`,
      (TreatMissingData, state) => {
        for (const held of [OK, ALARM, NONE]) {
          const alarm = { ...metricAlarm, EvaluationPeriods: 3, DatapointsToAlarm, TreatMissingData }
          const answer = decide('alarm', { alarm, points: pointsOf(points), state: held, now: noon })
          expect(answer.state).toBe(state === KEEP ? held : state)
          expect(answer.changed).toBe(answer.state !== held)
        }
      },
    )
})

describe('alarm', () => {
  const asked = (more: object = {}, alarm: object = {}) =>
    decide('alarm', {
      ...{ alarm: { ...metricAlarm, AlarmActions: [ops], ...alarm }, points: pointsOf('X'), state: 'OK', now: noon },
      ...more,
    })

  test('says why, and what is done', () => {
    const answer = asked()
    expect(answer).toMatchObject({
      state: 'ALARM',
      reason: 'Threshold Crossed: 1 datapoint [9.0 (20/01/26 11:59:00)] was greater than the threshold (3.0).',
      at: noon,
      actions: [{ action: ops, state: 'ALARM', since: noon }],
    })
    expect(JSON.parse(answer.reasonData)).toMatchObject({ threshold: 3, period: 60, recentDatapoints: [9] })
  })
  test('a time between two evaluations is that of the first', () => {
    expect(asked({ now: noon + 59 }).at).toBe(noon)
    expect(asked({ now: '2026-01-20T12:00:10Z' }).at).toBe(noon)
    expect(asked({ now: noon + 19 }, { Period: 10 }).at).toBe(noon + 10)
  })
  test('nobody is told of what lasts, but scaling is asked again', () => {
    const scale = 'arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:x'
    const lasting = asked({ state: 'ALARM', since: noon - 600 }, { AlarmActions: [ops, scale] })
    expect(lasting.actions.map(({ action }: { action: string }) => action)).toEqual([scale])
  })
  test.each<[string, object, string[]]>([
    ['within a window', { muteRules: [{ Expression: 'cron(30 11 * * *)', Duration: 'PT1H' }] }, []],
    ['outside of one', { muteRules: [{ Expression: 'cron(30 12 * * *)', Duration: 'PT1H' }] }, [ops]],
    ['when it has ended', { state: 'ALARM', told: 'OK', since: noon - 600 }, [ops]],
  ])('a mute rule: %s', (_name, more, actions) => {
    expect(asked(more).actions.map(({ action }: { action: string }) => action)).toEqual(actions)
  })
  test('percentiles of few samples', () => {
    const low = { Statistic: undefined, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' }
    const weighted = (weight: number) => ({ points: [[noon - 30, 9, weight]] })
    expect(asked(weighted(999), low).state).toBe('OK')
    expect(asked(weighted(1_000), low).state).toBe('ALARM')
  })
  test('trimmed means', () => {
    const points = [...Array(9).fill([noon - 30, 1]), [noon - 20, 100]]
    expect(asked({ points }, { Statistic: undefined, ExtendedStatistic: 'tm90' }).state).toBe('OK')
    expect(asked({ points }).state).toBe('ALARM')
  })
  test('days by the clocks of a zone', () => {
    const alarm = {
      Period: 86_400,
      Statistic: 'Sum',
      EvaluationWindow: { WallClockWindow: { Timezone: 'Asia/Seoul' } },
    }
    // Noon is 21:00 in Seoul: yesterday there ended at 15:00 UTC.
    expect(asked({ points: [[noon - 22 * 3_600, 9]] }, alarm).state).toBe('ALARM')
    expect(asked({ points: [[noon - 20 * 3_600, 9]] }, alarm).state).toBe('INSUFFICIENT_DATA')
  })
})

describe('alarm over expressions', () => {
  const math = (Expression: string, points: readonly (readonly unknown[])[], more: object = {}) =>
    decide('alarm', {
      alarm: { ...plain, ...more, Metrics: [stat('m1'), stat('m2'), { Id: 'e', Expression }] },
      series: points.map((own, at) => series(`m${at + 1}`, {}, ...own)),
      ...{ state: 'OK', now: noon },
    })
  test('missing points are first as the expression has them', () => {
    expect(math('m1 + m2', [pointsOf('2'), pointsOf('2')]).state).toBe('ALARM')
    expect(math('m1 + m2', [pointsOf('9'), []]).state).toBe('ALARM')
    expect(math('m1 / m2', [pointsOf('9'), []]).state).toBe('INSUFFICIENT_DATA')
    expect(math('FILL(m2, 9)', [[], []]).state).toBe('ALARM')
  })
  test('functions see the range that is looked at', () => {
    // Three periods are looked at for N = 1.
    expect(math('RUNNING_SUM(m1)', [pointsOf('9 1 1 1'), []]).state).toBe('OK')
    expect(math('RUNNING_SUM(m1)', [pointsOf('9 2 1 1'), []]).state).toBe('ALARM')
  })
  test.each<[string, string, string]>([
    [
      'a search',
      "SUM(SEARCH('x', 'Sum', 60))",
      "Error in expression 'e': SEARCH is not supported on metric alarms at line 1 and position 12",
    ],
    ['a list', '[m1, m2]', "Error in expression 'e': an alarm needs a single time series"],
    [
      'nonsense',
      'm1 +',
      "Error in expression 'e': unexpected end of expression at line 1 and position 5: a metric, a number or a function was expected",
    ],
  ])('%s is refused', (_name, expression, message) => {
    expect(math(expression, [[], []])).toEqual({ error: { message, at: 'alarm' } })
  })

  test('a query by group has a state for each series', () => {
    const alarm = {
      ...{ ...plain, AlarmActions: [ops] },
      Metrics: [{ Id: 'q', Expression: 'SELECT MAX(m) FROM App GROUP BY i', Period: 60 }],
    }
    const answer = decide('alarm', {
      alarm,
      series: [series('m', { i: 'a' }, ...pointsOf('X')), series('m', { i: 'b' }, ...pointsOf('0'))],
      contributors: [{ attributes: { i: 'a' }, state: 'OK' }],
      ...{ state: 'OK', now: noon },
    })
    expect(answer.state).toBe('ALARM')
    expect(answer.contributors).toMatchObject([
      { attributes: { i: 'a' }, state: 'ALARM' },
      { attributes: { i: 'b' }, state: 'OK' },
    ])
    expect(answer.actions.filter(({ state }: { state: string }) => state === 'ALARM')).toEqual([
      { action: ops, state: 'ALARM', since: noon, contributor: answer.contributors[0].id },
    ])
  })

  test('a band is learnt from what was before', () => {
    const alarm = {
      ...{ ...plain, Threshold: undefined, ComparisonOperator: 'GreaterThanUpperThreshold', ThresholdMetricId: 'b' },
      Metrics: [stat('m1', { ReturnData: true }), { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' }],
    }
    const past = Array.from({ length: 300 }, (_, at) => [noon - (300 - at) * minute, 10 + (at % 3)])
    const judged = (value: number, from = 0) =>
      decide('alarm', {
        ...{ alarm, series: [series('m1', {}, ...past.slice(from, -1), [noon - minute, value])] },
        ...{ state: 'OK', now: noon },
      }).state
    expect(judged(11)).toBe('OK')
    expect(judged(60)).toBe('ALARM')
    // Nobody knows yet what to expect.
    expect(judged(60, 270)).toBe('INSUFFICIENT_DATA')
  })
})

describe('composite-alarm', () => {
  const composite = (AlarmRule: string, children: object, more: object = {}) =>
    decide('composite-alarm', {
      alarm: { AlarmName: 'top', AlarmRule, AlarmActions: [ops] },
      children,
      now: noon,
      ...more,
    })

  test.each<[string, object, string]>([
    ['ALARM(a) AND ALARM(b)', { a: 'ALARM', b: 'OK' }, 'OK'],
    ['ALARM(a) OR OK(b) AND ALARM(c)', { a: 'OK', b: 'OK', c: 'ALARM' }, 'ALARM'],
    ['(ALARM("a b") OR ALARM(b)) AND NOT ALARM(dep)', { 'a b': 'ALARM', b: 'OK', dep: 'OK' }, 'ALARM'],
    ['AT_LEAST(2, ALARM, (a,b,c))', { a: 'ALARM', b: 'OK', c: 'ALARM' }, 'ALARM'],
    ['AT_LEAST(50%, OK, (a,b,c))', { a: 'ALARM', b: 'OK', c: 'ALARM' }, 'OK'],
    ['INSUFFICIENT_DATA(a)', { a: 'INSUFFICIENT_DATA' }, 'ALARM'],
    ['ALARM("arn:aws:cloudwatch:us-east-1:000000000000:alarm:a")', { a: 'ALARM' }, 'ALARM'],
    ['ALARM(gone)', {}, 'OK'],
    ['ALARM(a)', { a: { state: 'INSUFFICIENT_DATA', unchecked: true } }, 'INSUFFICIENT_DATA'],
  ])('%s', (rule, children, state) => {
    expect(composite(rule, children).state).toBe(state)
  })

  describe('a suppressor with a wait of 2 and an extension of 3', () => {
    const alarm = {
      ...{ AlarmName: 'top', AlarmRule: 'ALARM(a)', AlarmActions: [ops], OKActions: [ops] },
      ...{ ActionsSuppressor: 's', ActionsSuppressorWaitPeriod: 2, ActionsSuppressorExtensionPeriod: 3 },
    }
    const course = (...later: readonly object[]) => {
      const given = { alarm, children: { a: 'ALARM' }, suppressor: 'OK', state: 'OK', now: 2, later }
      const answer = decide('composite-alarm', given)
      return [answer, ...answer.later].flatMap(({ at, actions }) =>
        actions.map(({ state }: { state: string }) => `${at} ${state}`),
      )
    }
    test('that stays OK: at the end of the wait', () => {
      expect(course({ now: 3 }, { now: 4 }, { now: 5 })).toEqual(['4 ALARM'])
    })
    test('that comes and goes: at the end of the extension', () => {
      expect(
        course({ now: 3, suppressor: 'ALARM' }, { now: 4 }, { now: 6, suppressor: 'OK' }, { now: 8 }, { now: 9 }),
      ).toEqual(['9 ALARM'])
    })
    test('a change within the extension begins a wait', () => {
      expect(
        course(
          { now: 3, suppressor: 'ALARM' },
          { now: 6, suppressor: 'OK' },
          { now: 7, children: { a: 'OK' } },
          { now: 8 },
          { now: 9 },
        ),
      ).toEqual(['9 OK'])
    })
    test('what holds an action back is said', () => {
      expect(
        decide('composite-alarm', { alarm, children: { a: 'ALARM', s: 'ALARM' }, state: 'OK', now: 2 }),
      ).toMatchObject({
        ...{ actions: [], actionsSuppressedBy: 'Alarm' },
      })
    })
  })
})

describe('alarm-rehearsal', () => {
  const errors = {
    ...metricAlarm,
    ...{ Statistic: 'Sum', Period: 300, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
    TreatMissingData: 'notBreaching',
  }
  const counted = Array.from({ length: 60 }, (_, at) => [noon + at * minute + 30, at === 32 ? 1 : 0])
  const range = { initialState: 'OK', from: noon + 30 * minute, to: noon + 60 * minute }

  test("the notes' alarm: one ERROR at 12:32:30", () => {
    const answer = decide('alarm-rehearsal', { alarm: errors, points: counted, ...range })
    expect(Object.keys(answer)).toEqual(['finalState', 'evaluations', 'transitions', 'pages', 'longest', 'byHour'])
    expect(answer).toMatchObject({ finalState: 'OK', evaluations: 30, pages: 1, longest: 300 })
    expect(answer.transitions.map(({ at, to }: { at: number; to: string }) => [(at - noon) / minute, to])).toEqual([
      [33, 'ALARM'],
      [38, 'OK'],
    ])
    expect(answer.byHour).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 1 : 0)))
  })

  test('a rehearsal says what the evaluations one by one say', () => {
    const alarm = {
      ...plain,
      Metrics: [stat('m'), { Id: 'e', Expression: 'RUNNING_SUM(m) - 2 * MIN(m)' }],
      ...{ EvaluationPeriods: 2, Threshold: 15 },
    }
    const own = [series('m', {}, ...counted.map(([at], n) => [at, (n * n) % 11]))]
    const answer = decide('alarm-rehearsal', { alarm, series: own, ...range })
    let state = 'OK'
    const changes: unknown[] = []
    for (let now = range.from + minute; now <= range.to; now += minute) {
      const one = decide('alarm', { alarm, series: own, state, now })
      if (one.changed) changes.push({ at: now, from: state, to: one.state, reason: one.reason })
      state = one.state
    }
    expect(changes.length).toBeGreaterThan(1)
    expect(answer.transitions).toEqual(changes)
    expect(answer.finalState).toBe(state)
  })

  test('a composite with its children, of one series and of several', () => {
    const groups = {
      ...plain,
      AlarmName: 'g',
      Metrics: [{ Id: 'q', Expression: 'SELECT MAX(n) FROM App GROUP BY i', Period: 60 }],
    }
    const answer = decide('alarm-rehearsal', {
      alarm: { AlarmName: 'top', AlarmRule: 'ALARM(a) AND ALARM(g)' },
      children: [errors, groups],
      series: [
        series('m', {}, ...counted),
        series('n', { i: 'x' }, ...counted.map(([at], n) => [at, n === 34 ? 9 : 0])),
        series('n', { i: 'y' }, ...counted.map(([at]) => [at, 0])),
      ],
      ...range,
    })
    expect(answer.transitions.map(({ at, to }: { at: number; to: string }) => [(at - noon) / minute, to])).toEqual([
      [35, 'ALARM'],
      [36, 'OK'],
    ])
  })

  test('thresholds for a wished number of pages', () => {
    const points = Array.from({ length: 600 }, (_, at) => [noon + at * minute, at % 100])
    const given = { alarm: metricAlarm, points, from: noon, to: noon + 600 * minute, pagesPerWeek: 0 }
    const { suggestions } = decide('alarm-rehearsal', given)
    expect(suggestions[0]).toMatchObject({ pages: 0, threshold: 99 })
    expect(decide('alarm-rehearsal', { ...given, points: points.slice(0, 50) }).error).toEqual({
      message: `there are 50 points in the range, and ${limits.suggestionPoints} are needed`,
      at: 'pagesPerWeek',
    })
  })

  const composite = { AlarmName: 'top', AlarmRule: 'ALARM(a)' }
  test.each<[string, object, string, string | RegExp]>([
    [
      'what PutMetricAlarm refuses',
      { alarm: { ...errors, DatapointsToAlarm: 2 } },
      'alarm',
      'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
    ],
    [
      'what PutCompositeAlarm refuses',
      { alarm: { ...composite, AlarmRule: 'ALARM(' }, children: [] },
      'alarm',
      /^Error in AlarmRule/,
    ],
    [
      'a child that is refused',
      { alarm: composite, children: [{ ...errors, Period: 7 }] },
      'children.0',
      'Period must be 10, 20, 30 or a multiple of 60',
    ],
    [
      'a child that is not there',
      { alarm: composite },
      'alarm',
      'top names the alarm a, which is not among the children',
    ],
    [
      'two of one name',
      { alarm: composite, children: [errors, errors] },
      'children.1',
      'There are two alarms with the name a',
    ],
    [
      'children of a metric alarm',
      { alarm: errors, children: [errors] },
      'children',
      'only an alarm with an AlarmRule has children',
    ],
    [
      'a ring',
      { alarm: composite, children: [{ AlarmName: 'a', AlarmRule: 'ALARM(top)' }] },
      'alarm',
      /stands on itself/,
    ],
    ['no time', { to: range.from }, 'from', 'from must be before to'],
    [
      'more than rehearsalEvaluations',
      { to: range.from + (limits.rehearsalEvaluations + 1) * minute },
      'to',
      /^The alarm would be evaluated 530001 times/,
    ],
  ])('refuses %s', (_name, more, at, message) => {
    const { error } = decide('alarm-rehearsal', { alarm: errors, ...range, ...more })
    expect(error.at).toBe(at)
    expect(error.message).toMatch(message)
  })

  test('the bound rehearsedPeriods holds', () => {
    const perEvaluation = 1_440 + 2
    const span = (evaluations: number) => ({ from: noon, to: noon + evaluations * minute })
    const most = Math.floor(limits.rehearsedPeriods / perEvaluation)
    const long = { ...metricAlarm, EvaluationPeriods: 1_440 }
    const tried = (evaluations: number, children: number) =>
      decide('alarm-rehearsal', {
        alarm: { AlarmName: 'top', AlarmRule: 'TRUE' },
        children: Array.from({ length: children }, (_, at) => ({ ...long, AlarmName: `a${at}` })),
        ...span(evaluations),
      }).error
    expect(tried(most, 1)?.message).toMatch(/would look at/)
    expect(tried(100, 1)).toBe(undefined)
  })

  test('the bound rehearsedChildren holds', () => {
    const tried = (count: number) =>
      decide('alarm-rehearsal', {
        alarm: { AlarmName: 'top', AlarmRule: 'TRUE' },
        children: Array.from({ length: count }, (_, at) => ({ ...metricAlarm, AlarmName: `a${at}` })),
        ...{ from: noon, to: noon + minute },
      })
    expect(tried(limits.rehearsedChildren).evaluations).toBe(1)
    expect(tried(limits.rehearsedChildren + 1).error.at).toBe('children')
  })
})

describe('metric-math: rows of the specification', () => {
  const values = (text: string) =>
    text.split(' ').flatMap((value, at) => (value === '-' ? [] : [[noon + at * minute, Number(value)]]))
  const results = (Expression: string, metrics: Record<string, string>, Period?: number) => {
    const count = Math.max(...Object.values(metrics).map(text => text.split(' ').length))
    const answer = decide('metric-math', {
      MetricDataQueries: [...Object.keys(metrics).map(id => stat(id)), { Id: 'e', Expression, Period }],
      series: Object.entries(metrics).map(([id, text]) => series(id, {}, ...values(text))),
      ...{ start: noon, end: noon + count * minute, ScanBy: 'TimestampAscending' },
    })
    if (answer.error !== undefined) throw new Error(answer.error.message)
    return answer.MetricDataResults.map(({ Timestamps, Values }: { Timestamps: number[]; Values: number[] }) =>
      Array.from({ length: count }, (_, at) => Values[Timestamps.indexOf(noon + at * minute)] ?? '-').join(' '),
    )
  }
  const compared = { metric1: '30 20 0 0', metric2: '20 - 20 -' }
  const chosen = { m1: '1 1 0 0 -', m2: '30 - 0 0 30', m3: '0 0 20 - 20' }
  test.each<[string, Record<string, string>, ...string[]]>([
    ['metric1 < metric2', compared, '0 0 1 0'],
    ['metric1 >= 30', compared, '1 0 0 0'],
    ['metric1 > 15 AND metric2 > 15', compared, '1 0 0 0'],
    ['IF(m1, m2, m3)', chosen, '30 0 20 0 -'],
    ['IF(m1, 5, m3)', chosen, '5 5 20 - -'],
    ['IF(m1, m2, 5)', chosen, '30 0 5 5 -'],
    ['RATE(m1)', { m1: '10 40 - 100' }, '- 0.5 - 0.5'],
    ['FILL(m1, LINEAR)', { m1: '1 - 3' }, '1 2 3'],
    ['SORT(METRICS(), AVG, DESC)', { m1: '1 2', m2: '5 6' }, '5 6', '1 2'],
  ])('%s', (expression, metrics, ...gives) => {
    expect(results(expression, metrics)).toEqual(gives)
  })

  test('answers as GetMetricData shapes them', () => {
    expect(
      decide('metric-math', {
        MetricDataQueries: [stat('m1', { ReturnData: true }), stat('m2', { ReturnData: true })],
        series: [series('m1', {}, [noon, 1], [noon + 70, 2])],
        ...{ StartTime: '2026-01-20T12:00:00Z', EndTime: noon + 120 },
      }),
    ).toEqual({
      MetricDataResults: [
        { Id: 'm1', Label: 'm1', Timestamps: [noon + 60, noon], Values: [2, 1], StatusCode: 'Complete' },
        { Id: 'm2', Label: 'm2', Timestamps: [], Values: [], StatusCode: 'Complete' },
      ],
      Messages: [],
    })
  })

  test.each<[string, unknown[][]]>([
    ['SELECT AVG(CPU) FROM App', [['q', 106 / 3, 110 / 3]]],
    ['SELECT AVG(CPU) FROM SCHEMA(App, i) GROUP BY i ORDER BY MAX() DESC LIMIT 1', [['b', 5, 7]]],
    ["SELECT AVG(CPU) FROM App WHERE i != 'a'", [['q', 5, 7]]],
  ])('%s', (Expression, wanted) => {
    const all = { a: [1, 3], b: [5, 7], '': [100, 100] }
    const { MetricDataResults } = decide('metric-math', {
      MetricDataQueries: [{ Id: 'q', Expression, Period: 60 }],
      series: Object.entries(all).map(([i, own]) =>
        series('CPU', i === '' ? {} : { i }, ...own.map((value, at) => [noon + at * minute, value])),
      ),
      ...{ start: noon, end: noon + 120, ScanBy: 'TimestampAscending' },
    })
    expect(
      MetricDataResults.map(({ Label, Values }: { Label: string; Values: number[] }) => [Label, ...Values]),
    ).toEqual(wanted)
  })

  test('more than dataPoints is refused before it is read', () => {
    const given = {
      MetricDataQueries: [stat('m1', { ReturnData: true })],
      series: [],
      start: 0,
      end: 60 * (limits.dataPoints + 1),
      now: 0,
    }
    expect(decide('metric-math', given).error.message).toMatch(/^The request reads 5000001 points/)
  })
})

describe('a case that is wrong says where', () => {
  test.each<[string, unknown, string]>([
    ['alarm', { alarm: metricAlarm }, 'now'],
    ['alarm', { alarm: metricAlarm, now: noon, points: [[noon]] }, 'points.0'],
    ['alarm', { alarm: metricAlarm, now: noon, sereis: [] }, ''],
    ['alarm', { alarm: metricAlarm, now: noon, muteRules: [{ Expression: 'x', Duration: 'PT1H' }] }, 'muteRules.0'],
    ['alarm', { alarm: { ...plain, Metrics: [stat('m', { ReturnData: true })] }, now: noon, points: [] }, 'points'],
    ['alarm', { alarm: metricAlarm, now: noon, points: [], series: [] }, 'points'],
    ['alarm', 7, ''],
    ['composite-alarm', { alarm: { AlarmName: 'x', AlarmRule: 'TRUE' }, now: 5, later: [{ now: 4 }] }, 'later.0.now'],
    ['composite-alarm', { alarm: {}, now: 5 }, 'alarm'],
    ['metric-math', { series: [], start: 0, end: 1 }, 'MetricDataQueries'],
    ['metric-math', { MetricDataQueries: [], series: [{ namespace: 'X' }] }, 'series.0.name'],
  ])('%s %j', (name, given, at) => {
    expect(decide(name, given).error.at).toBe(at)
  })
})
