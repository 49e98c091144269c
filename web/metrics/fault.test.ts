/** The words of what is wrong, in both languages. */
import { expect, test } from 'vitest'
import { planMath } from '../../src/query/metric-math/index.ts'
import { en } from '../i18n/en.ts'
import { ko } from '../i18n/ko.ts'
import { sayMathProblem } from './fault.ts'

const problemOf = (...texts: string[]) => {
  const plan = planMath([
    { kind: 'metric', id: 'm1', period: 60 },
    ...texts.map((text, at) => ({ kind: 'expression' as const, id: `e${at}`, text, period: null, returned: true })),
  ])
  if (plan.ok) throw new Error('it is sound')
  return plan.error
}

test.each([
  [
    ['SUM(m1'],
    'Line 1, position 7: unexpected end of expression: the ( at line 1 and position 4 is not closed. Add the missing ) for the ( at line 1 and position 4.',
    '1행 7번째 자리: 식이 너무 일찍 끝났습니다: 1행 4번째 자리의 ( 괄호가 닫히지 않았습니다. 1행 4번째 자리의 ( 괄호를 닫는 ) 기호를 넣으세요.',
  ],
  [
    ['m2 + 1'],
    'Line 1, position 1: there is no metric or expression with the id m2. Did you mean m1?',
    '1행 1번째 자리: m2라는 ID의 지표나 식이 없습니다. m1을(를) 쓰려고 하셨나요?',
  ],
  [
    ['RATE(5)'],
    'Line 1, position 6: RATE takes a time series or a list of time series as x, and not a number. Make a series of the number by TIME_SERIES.',
    '1행 6번째 자리: RATE 함수의 x 자리에는 TS, TS[] 값이 오는데 S 값이 있습니다. TIME_SERIES로 숫자를 시계열로 만드세요.',
  ],
  [
    ['SEARCH("{A", "Sum", 60)'],
    'Line 1, position 8: the search is not valid: the { is not closed.',
    '1행 8번째 자리: 검색식이 올바르지 않습니다: { 괄호가 닫히지 않았습니다.',
  ],
  [['e1 + 1', 'e0 + 1'], 'it refers to itself (e0 → e1 → e0).', '자기 자신을 참조합니다 (e0 → e1 → e0).'],
  [
    ['SELECT AVG(x FROM A'],
    'Line 1, position 14: unexpected symbol found FROM: ) was expected. Add the missing ).',
    '1행 14번째 자리: FROM 기호는 여기에 올 수 없습니다: )이(가) 와야 합니다. 빠진 )을(를) 넣으세요.',
  ],
])('%j', (texts, english, korean) => {
  const problem = problemOf(...texts)
  expect(sayMathProblem(en, problem)).toBe(english)
  expect(sayMathProblem(ko, problem)).toBe(korean)
})
