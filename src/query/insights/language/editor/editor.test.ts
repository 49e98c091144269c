import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import { describe, expect, test } from 'vitest'
import { publishedQueries } from '../samples.cases.ts'
import { specCases } from '../spec.cases.ts'
import { tokensOf } from '../tokens.ts'
import { completionsAt, insightsParser } from './index.ts'

const queries = [
  ...Object.values(publishedQueries).flat(),
  ...specCases.filter(({ refused }) => refused === undefined).map(({ query }) => query),
]

test.each(queries)('the grammar cuts %s as the parser does', query => {
  const leaves: string[] = []
  insightsParser.parse(query).iterate({
    enter: ({ node, type, from, to }) => {
      expect(type.isError).toBe(false)
      if (node.firstChild === null && type.name !== 'Comment') leaves.push(`${type.name} ${query.slice(from, to)}`)
    },
  })
  expect(leaves).toEqual(tokensOf(query).map(({ kind, text }) => `${kind} ${text}`))
})

test('half a query has a tree', () => {
  expect(insightsParser.parse('fields a ) | filter (b = 1 | limit').toString()).toBe(
    'Query(Command(CommandName,Field,⚠(CloseParen)),Pipe,Command(CommandName,Group(OpenParen,Field,CompareOp,Number,Pipe,Command(CommandName),⚠)))',
  )
})

test('colours', () => {
  const text = 'filter level = "ERROR" and strlen(a) > 5 # c'
  const shown: string[] = []
  const highlighter = tagHighlighter([
    { tag: tags.keyword, class: 'command' },
    { tag: tags.operatorKeyword, class: 'keyword' },
    { tag: tags.propertyName, class: 'field' },
    { tag: tags.function(tags.variableName), class: 'function' },
    { tag: tags.string, class: 'text' },
    { tag: tags.number, class: 'number' },
    { tag: tags.lineComment, class: 'comment' },
  ])
  highlightTree(insightsParser.parse(text), highlighter, (from, to, name) =>
    shown.push(`${name} ${text.slice(from, to)}`),
  )
  expect(shown).toEqual([
    'command filter',
    'field level',
    'text "ERROR"',
    'keyword and',
    'function strlen',
    'field a',
    'number 5',
    'comment # c',
  ])
})

test('an edit reuses the tree and gives what a fresh parse gives', () => {
  const before = 'fields a, b | parse c /x/ | limit 5'
  const after = 'fields a, b | fields c /x/ | limit 5'
  insightsParser.parse(before)
  expect(insightsParser.parse(after).toString()).not.toContain('Regex')
  expect(insightsParser.parse(before).toString()).toContain('Regex')
})

describe('completion', () => {
  const known = {
    fields: ['level', 'svc', 'foo-bar'],
    saved: ['Errors', 'a b'],
    valuesOf: (field: string) => (field === 'level' ? ['ERROR', 'IN"FO'] : []),
  }
  const at = (text: string) => {
    const offset = text.indexOf('^')
    const whole = text.replace('^', '')
    const { from, to, items } = completionsAt(whole, offset, known)
    return { replaced: whole.slice(from, to), items: items.map(({ insert }) => insert) }
  }

  test.each<[string, string, string[]]>([
    ['fi^', 'fi', ['fields @timestamp, #{@message}', 'filter #{field} = "#{value}"']],
    ['fields a | li^mit', 'limit', ['limit #{20}']],
    ['filter ^', '', ['level', 'svc', '`foo-bar`', '@timestamp', 'strlen(#{s})', 'not']],
    ['filter foo^', 'foo', ['`foo-bar`']],
    ['filter level ^', '', ['and', 'or', 'like', 'in']],
    ['filter level = ^', '', ['"ERROR"', '"IN\\"FO"', 'svc']],
    ['filter level = "E^"', '"E"', ['"ERROR"']],
    ["filter level = 'i^", "'i", ["'IN\"FO'"]],
    ['stats cou^', 'cou', ['count(*)', 'count_distinct(#{f})']],
    ['stats count(*) ^', '', ['as', 'by', 'offset']],
    ['stats count(*) as n by svc | sort ^', '', ['svc', 'n']],
    ['stats count(*) as n by svc | sort n ^', '', ['asc', 'desc']],
    ['parse @message "x *" as who | fields w^', 'w', ['who']],
    ['$Er^', '$Er', ['$Errors']],
    ['fields a | ^', '', ['$Errors', '$`a b`', 'stats count(*) as #{n} by #{field}']],
  ])('%s', (text, replaced, some) => {
    const { items, replaced: seen } = at(text)
    expect(seen).toBe(replaced)
    for (const item of some) expect(items).toContain(item)
  })

  test.each(['fields a # lev^', 'fields a as ^', 'filter path = "x^"', 'filter a like /x^'])('nothing in %s', text => {
    expect(at(text).items).toEqual([])
  })
  test('after stats only its outputs are names', () => {
    const { items } = at('stats count(*) as n by svc | filter ^')
    expect(items).not.toContain('level')
    expect(items).not.toContain('count(*)')
  })
})
