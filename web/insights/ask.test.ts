import { describe, expect, test } from 'vitest'
import type { Query } from '../../src/query/insights/index.ts'
import { condition, linesOfPattern, valuesOfToken, withFirst, writeField } from './ask.ts'
import { filterPatternOf, linesOf, partsOf, regexOf } from './result/pattern-text.ts'

describe('one more condition', () => {
  test.each([
    ['', null, 'filter a = 1', 'filter a = 1'],
    ['stats count(*)', null, 'filter a = 1', 'filter a = 1\n| stats count(*)'],
    ['| limit 1', null, 'filter a = 1', 'filter a = 1\n| limit 1'],
    ["SOURCE 'g' | limit 1", 10, 'filter a = 1', "SOURCE 'g'\n| filter a = 1\n| limit 1"],
    ["SOURCE 'g'", 10, 'filter a = 1', "SOURCE 'g'\n| filter a = 1"],
  ])('%j', (text, source, command, expected) => {
    const span = { from: 0, to: source ?? 0 }
    const tree: Query['source'] = source === null ? null : { kind: 'named', groups: [], span }
    expect(withFirst(text, tree, command)).toBe(expected)
  })
  test.each([
    ['level', 'ERROR', false, 'filter level = "ERROR"'],
    ['http.status', '200', true, 'filter http.status != 200'],
    ['a-b', 'say "x"\\', false, 'filter `a-b` = "say \\"x\\"\\\\"'],
    ['@aws.tag.aws:x', '1a', false, 'filter @`aws.tag.aws:x` = "1a"'],
  ])('%s is %s', (field, value, exclude, text) => {
    expect(condition(field, value, exclude)).toBe(text)
  })
  test('fields stand bare where they can', () => {
    expect(['@timestamp', '@@timestamp', 'a.b.0', 'a b'].map(writeField)).toEqual([
      '@timestamp',
      '@@timestamp',
      'a.b.0',
      '`a b`',
    ])
  })
})

describe('a pattern', () => {
  const pattern = '[<Token-1>] took <Number-2> ms (of <Number-3>) for <Token-4>'
  test('is cut at its tokens', () => {
    expect(partsOf(pattern).map(part => part.text)).toEqual([
      '[',
      '<Token-1>',
      '] took ',
      '<Number-2>',
      ' ms (of ',
      '<Number-3>',
      ') for ',
      '<Token-4>',
    ])
    expect(partsOf('a <b> < c')).toEqual([{ kind: 'text', text: 'a <b> < c' }])
  })
  test('finds its own lines, and the value of a token', () => {
    const line = '[INFO] took 12 ms (of 30) for a/b'
    expect(new RegExp(regexOf(pattern)).test(line)).toBe(true)
    expect(new RegExp(regexOf(pattern, 2)).exec(line)?.groups?.value).toBe('12')
    expect(new RegExp(regexOf(pattern, 4)).exec(line)?.groups?.value).toBe('a/b')
    expect(linesOf('a/b <Token-1>')).toBe('/(?s)a\\/b\\s+.*/')
  })
  test('has its words as a filter pattern', () => {
    expect(filterPatternOf(pattern)).toBe('"] took" "ms (of" ") for"')
    expect(filterPatternOf('<Token-1> "x" <Token-2>')).toBe('')
    expect(filterPatternOf('{"ts":"<Time-1>","msg":"GET BY ID"}')).toBe('"GET BY ID" "msg" "ts"')
  })
  test('is asked about with what stood before it', () => {
    const text = 'filter level = "ERROR"\n| pattern @message'
    const query: Query = {
      source: null,
      span: { from: 0, to: text.length },
      commands: [
        {
          kind: 'pattern',
          span: { from: 25, to: 41 },
          of: { kind: 'field', field: { segments: ['@message'], text: '@message' }, span: { from: 33, to: 41 } },
        },
      ],
    }
    expect(linesOfPattern(text, query, 'x <Number-1>', false)).toBe(
      'filter level = "ERROR"\n| filter @message like /(?s)x\\s+.*/\n| fields @timestamp, @message\n| sort @timestamp desc',
    )
    expect(linesOfPattern(text, query, 'x', true)).toBe(
      'filter level = "ERROR"\n| filter @message not like /(?s)x/\n| pattern @message',
    )
    expect(valuesOfToken(text, query, 'x <Number-1>', 1)).toContain(
      'parse @message /(?s)x\\s+(?<value>.*)/\n| filter ispresent(value)',
    )
    expect(linesOfPattern(text, { ...query, commands: [] }, 'x', false)).toBeUndefined()
  })
})
