import { expect, test } from 'vitest'
import { askingOf, type RowProblem } from './ask.ts'
import { readRows } from './row.ts'

const range = { from: 0, to: 900_000, now: 900_000 }
const asking = (...rows: string[]) => askingOf({ rows: readRows(rows), stat: 'Sum', period: undefined }, range)
const said = ([id, problem]: readonly [string, RowProblem]) =>
  `${id} ${problem.kind}${problem.kind === 'expression' ? `: ${problem.problem.message}` : ''}`

test('a metric is asked with what the page says, or what it says itself', () => {
  expect(
    asking('App~Errors~pod~a~~id=m1', 'App~Errors~~id=m2~stat=p99~period=300~label=x~unit=Count~off=1').queries,
  ).toEqual([
    {
      Id: 'm1',
      MetricStat: {
        Metric: { Namespace: 'App', MetricName: 'Errors', Dimensions: [{ Name: 'pod', Value: 'a' }] },
        ...{ Period: 60, Stat: 'Sum' },
      },
      ReturnData: true,
    },
    {
      Id: 'm2',
      Label: 'x',
      MetricStat: {
        Metric: { Namespace: 'App', MetricName: 'Errors', Dimensions: [] },
        ...{ Period: 300, Stat: 'p99', Unit: 'Count' },
      },
      ReturnData: false,
    },
  ])
})

test.each<[string, string[], string[], string[]]>([
  ['an expression of a metric', ['A~b~~id=m1', '=m1 * 2~~id=e1'], ['m1', 'e1'], []],
  ['an empty expression', ['=!n~~id=e1'], [], ['e1 empty']],
  ['a statistic that is none', ['A~b~~id=m1~stat=avg'], [], ['m1 stat']],
  [
    'one that reads what is wrong is wrong as well',
    ['A~b~~id=m1', '=m1 +~~id=e1', '=e1 * 2~~id=e2'],
    ['m1'],
    [
      expect.stringMatching(/^e1 expression: Error in expression 'e1'/),
      expect.stringMatching(/^e2 expression: Error in expression 'e2'/),
    ],
  ],
  ['a search', ["=SEARCH('{A} b', 'Sum', 60)~~id=e1"], ['e1'], []],
  ['Metrics Insights', ['=SELECT AVG(b) FROM A GROUP BY pod~~id=e1'], ['e1'], []],
])('%s', (_name, rows, asked, problems) => {
  const { queries, problems: found } = asking(...rows)
  expect(queries.map(({ Id }) => Id)).toEqual(asked)
  expect([...found].map(said)).toEqual(problems)
})
