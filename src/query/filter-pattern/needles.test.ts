/** What is refused by its needles alone would have been refused by the long way too. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyMessage, anyPattern } from './arbitrary.ts'
import { compilePredicate, compileShared, type FilterPattern, parseFilterPattern } from './index.ts'
import { scanJson } from './json-scan.ts'
import { fieldsCondition, jsonCondition } from './predicate.ts'
import { splitFields } from './split-fields.ts'
import type { JsonPattern, Selector } from './tree.ts'

/** Without any needle; undefined: a pattern of terms has none. */
function longWay(pattern: FilterPattern): ((message: string) => boolean) | undefined {
  if (pattern.kind === 'terms') return undefined
  if (pattern.kind === 'fields') {
    const holds = fieldsCondition(pattern)
    return message => holds(splitFields(message.toWellFormed()))
  }
  return json(pattern)
}

function json({ condition }: JsonPattern): (message: string) => boolean {
  const selectors: Selector[] = []
  const holds = jsonCondition(condition, selectors)
  const ways = selectors.map(selector => selector.steps)
  return message => {
    const found = scanJson(message.toWellFormed(), ways)
    return found !== null && holds(found)
  }
}

const parsed = (text: string): FilterPattern => {
  const found = parseFilterPattern(text)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}

test('with and without needles a pattern finds the same', () => {
  fc.assert(
    fc.property(anyPattern, fc.array(anyMessage, { minLength: 1, maxLength: 6 }), (pattern, messages) => {
      const expected = longWay(pattern)
      if (expected === undefined) return
      const alone = compilePredicate(pattern)
      const shared = compileShared([pattern, ...manyTerms])
      for (const message of messages) {
        shared.begin(message)
        expect([alone(message), shared.matches(0)]).toEqual([expected(message), expected(message)])
      }
    }),
    { seed: 20261121, numRuns: 3_000 },
  )
})

const manyTerms = ['alpha', 'bravo', 'charlie', 'delta'].map(parsed)

test.each([
  ['{ $.a = "true" }', '{"a":true}'],
  ['{ $.a = "tru*" }', '{"a":true}'],
  ['{ $.a = "*rue" }', '{"a":true}'],
  ['{ $.a = "*als*" }', '{"a":false}'],
  ['{ $.a = "n*" }', '{"a":null}'],
  ['{ $.a = %ru% }', '{"a":true}'],
  ['{ $.a = "5*" }', '{"a":500}'],
  ['{ $.a = "error" }', '{"a":"err\\u006fr"}'],
  ['{ $.a = "error" }', '{"\\u0061":"error"}'],
  ['{ $.a = "a\\"b" }', '{"a":"a\\"b"}'],
  ['{ $.long_name > 5 }', '{"long_name" : 6}'],
  ['{ $.long_name > 5 }', '{"long\\u005fname":6}'],
  ['{ $.long_name > 5 }', '{"long_name":0,"x":{"long_name":6}}', false],
  ['{ $.long_name > 5 }', '{"long_name":"6"}'],
  ['{ $.long_name >= 500 }', '{"long_name":5e2}'],
  ['[a, b = 5*]', 'x 500'],
  ['[a, b = 5*, ...]', 'x "500 x" y z'],
  ['[a, b != 5*, ...]', 'x', false],
])('%s finds it in %s', (pattern, message, finds = true) => {
  const tree = parsed(pattern)
  const shared = compileShared([tree, ...manyTerms])
  shared.begin(message)
  expect([longWay(tree)?.(message), compilePredicate(tree)(message), shared.matches(0)]).toEqual([finds, finds, finds])
})
