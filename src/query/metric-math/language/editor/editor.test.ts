import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import { describe, expect, test } from 'vitest'
import { specCases } from '../../request/spec.cases.ts'
import { tokensOf } from '../tokens.ts'
import { mathCompletionsAt, metricMathParser } from './index.ts'

test.each(specCases.map(({ expression }) => expression))('the grammar cuts %s as the parser does', expression => {
  const leaves: string[] = []
  metricMathParser.parse(expression).iterate({
    enter: ({ node, type, from, to }) => {
      expect(type.isError).toBe(false)
      if (node.firstChild === null && to > from) leaves.push(`${type.name} ${expression.slice(from, to)}`)
    },
  })
  expect(leaves).toEqual(tokensOf(expression).map(({ kind, text }) => `${kind} ${text}`))
})

test('half an expression has a tree', () => {
  expect(metricMathParser.parse('SUM([m1, ) + (m2').toString()).toBe(
    'Expression(Call(FunctionName,Arguments(OpenParen,List(OpenBracket,Id,Comma,⚠),CloseParen)),ArithmeticOp,Group(OpenParen,Id,⚠))',
  )
})

test('colours', () => {
  const text = 'FILL(m1, REPEAT) > 5 AND METRICS("x")'
  const shown: string[] = []
  const highlighter = tagHighlighter([
    { tag: tags.function(tags.variableName), class: 'function' },
    { tag: tags.variableName, class: 'id' },
    { tag: tags.keyword, class: 'word' },
    { tag: tags.operatorKeyword, class: 'and' },
    { tag: tags.number, class: 'number' },
    { tag: tags.string, class: 'text' },
  ])
  highlightTree(metricMathParser.parse(text), highlighter, (from, to, name) =>
    shown.push(`${name} ${text.slice(from, to)}`),
  )
  expect(shown).toEqual([
    'function FILL',
    'id m1',
    'word REPEAT',
    'number 5',
    'and AND',
    'function METRICS',
    'text "x"',
  ])
})

describe('completion', () => {
  const ids = [
    { id: 'm1', kind: 'metric' as const, label: 'CPU' },
    { id: 'errors', kind: 'metric' as const },
    { id: 'e1', kind: 'expression' as const },
  ]
  const at = (text: string) => {
    const offset = text.indexOf('^^')
    const whole = text.replace('^^', '')
    const { from, to, items } = mathCompletionsAt(whole, offset, { ids })
    return { replaced: whole.slice(from, to), items: items.map(({ insert }) => insert) }
  }
  test.each<[string, string, string[]]>([
    ['^^', '', ['m1', 'errors', 'e1', 'SUM(#{x})', 'METRICS()']],
    ['S^^', 'S', ['SUM(#{x})', 'SORT(#{x}, #{AVG}, #{ASC})', "SEARCH('#{{Namespace,Dimension} term}', '#{Average}')"]],
    ['su^^m([m1])', 'sum', ['SUM(#{x})']],
    ['m1 + e^^', 'e', ['errors', 'e1']],
    ['m1 ^^', '', ['+', '>', 'AND']],
    ['m1 > 5 A^^', 'A', ['AND']],
    ['FILL(m1, ^^', '', ['REPEAT', 'LINEAR', 'm1', 'AVG(#{x})']],
    ['SORT(METRICS(), ^^', '', ['AVG', 'MIN', 'MAX', 'SUM']],
    ['SORT(METRICS(), AVG, D^^)', 'D', ['DESC']],
    ['PERIOD(^^)', '', ['m1', 'errors']],
    ["SEARCH('x', ^^)", '', ["'Average'", "'p99'"]],
    ["SEARCH('x', 'A^^')", "'A'", ["'Average'"]],
  ])('%s', (text, replaced, some) => {
    const seen = at(text)
    expect(seen.replaced).toBe(replaced)
    for (const item of some) expect(seen.items).toContain(item)
  })
  test.each([
    ['PERIOD(^^)', 'e1'],
    ['SORT(METRICS(), ^^', 'm1'],
    ['m1 ^^', 'm1'],
    ["METRICS('^^", 'm1'],
    ['METRICS(^^', 'm1'],
  ])('in %s nobody offers %s', (text, item) => expect(at(text).items).not.toContain(item))
})
