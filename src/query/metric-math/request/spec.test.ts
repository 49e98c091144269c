import { expect, test } from 'vitest'
import { mathFunctions } from '../language/index.ts'
import { fakeInputs, textOf } from './fake-inputs.ts'
import { answerMath, type MathQuery, planMath } from './index.ts'
import { specCases } from './spec.cases.ts'

test.each(specCases.map(one => [one.expression, one] as const))('%s', (expression, { metrics, gives, period = 60 }) => {
  const queries: MathQuery[] = [
    ...Object.keys(metrics).map(id => ({ kind: 'metric' as const, id, period })),
    { kind: 'expression', id: 'e', text: expression, period: null, returned: true },
  ]
  const plan = planMath(queries)
  if (!plan.ok) throw new Error(plan.error.message)
  const answers = answerMath(plan.value, fakeInputs(metrics))
  if (!answers.ok) throw new Error(answers.error.message)
  expect(answers.value.get('e')!.lines.map(({ values }) => textOf(values))).toEqual(gives)
})

test('every function has a row', () => {
  const elsewhere = ['SEARCH', 'ANOMALY_DETECTION_BAND']
  const named = mathFunctions.map(({ name }) => name).filter(name => !elsewhere.includes(name))
  expect(named.filter(name => !specCases.some(({ expression }) => expression.includes(`${name}(`)))).toEqual([])
})
