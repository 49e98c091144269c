import { describe, expect, test } from 'vitest'
import { tokensOf } from '../tokens.ts'
import { insightsCompletionsAt, insightsDocs, metricsInsightsParser } from './index.ts'

test.each([
  'SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId)',
  "SELECT SUM(RequestCount) FROM X WHERE LoadBalancer = 'app/1' AND tag.env != '' GROUP BY a, b ORDER BY MAX() DESC LIMIT 5",
  'select count("a b") from X where AWS.AccountId = CURRENT_ACCOUNT_ID()',
])('the grammar cuts %s as the parser does', text => {
  const leaves: string[] = []
  metricsInsightsParser.parse(text).iterate({
    enter: ({ node, type, from, to }) => {
      expect(type.isError).toBe(false)
      if (node.firstChild === null && to > from) leaves.push(`${type.name} ${text.slice(from, to)}`)
    },
  })
  expect(leaves).toEqual(tokensOf(text).map(token => `${token.kind} ${token.text}`))
})

describe('completion', () => {
  const known = {
    namespaces: ['AWS/EC2', 'Own'],
    metrics: ['CPU', 'a b'],
    dimensions: ['InstanceId', 'limit'],
    valuesOf: (dimension: string) => (dimension === 'InstanceId' ? ['i-1', "it's"] : []),
  }
  const at = (text: string) => {
    const offset = text.indexOf('^')
    const whole = text.replace('^', '')
    const { from, to, items } = insightsCompletionsAt(whole, offset, known)
    return { replaced: whole.slice(from, to), items: items.map(({ insert }) => insert) }
  }
  test.each<[string, string, string[]]>([
    ['^', '', ['SELECT #{AVG}(#{metric}) FROM #{namespace}']],
    ['SELECT ^', '', ['AVG(#{metric})', 'COUNT(#{metric})', 'MAX(#{metric})', 'MIN(#{metric})', 'SUM(#{metric})']],
    ['SELECT AVG(^)', '', ['CPU', '"a b"']],
    ['SELECT AVG("a^"', '"a"', ['"a b"']],
    ['SELECT AVG(CPU) ^', '', ['FROM']],
    ['SELECT AVG(CPU) FROM ^', '', ['SCHEMA(#{namespace}, #{dimension})', '"AWS/EC2"', 'Own']],
    ['SELECT AVG(CPU) FROM ow^', 'ow', ['Own']],
    ['SELECT AVG(CPU) FROM SCHEMA(^', '', ['"AWS/EC2"', 'Own']],
    ['SELECT AVG(CPU) FROM SCHEMA(Own, ^', '', ['InstanceId', '"limit"']],
    ['SELECT AVG(CPU) FROM Own ^', '', ['WHERE', 'GROUP BY', 'ORDER BY', 'LIMIT']],
    ['SELECT AVG(CPU) FROM Own WHERE ^', '', ['InstanceId', '"limit"']],
    ['SELECT AVG(CPU) FROM Own WHERE InstanceId = ^', '', ["'i-1'", "'it\\'s'"]],
    ["SELECT AVG(CPU) FROM Own WHERE InstanceId = 'i-^'", "'i-'", ["'i-1'"]],
    ["SELECT AVG(CPU) FROM Own WHERE InstanceId = 'x' ^", '', ['AND', 'GROUP BY', 'ORDER BY', 'LIMIT']],
    ['SELECT AVG(CPU) FROM Own GROUP BY ^', '', ['InstanceId', '"limit"']],
    ['SELECT AVG(CPU) FROM Own GROUP BY a ^', '', ['ORDER BY', 'LIMIT']],
    ['SELECT AVG(CPU) FROM Own ORDER BY m^', 'm', ['MAX()', 'MIN()', 'SUM()']],
    ['SELECT AVG(CPU) FROM Own ORDER BY MAX() ^', '', ['ASC', 'DESC', 'LIMIT']],
    ['SELECT AVG(CPU) FROM Own ORDER BY MAX() DESC ^', '', ['LIMIT']],
    ['SELECT AVG(CPU) FROM Own LIMIT ^', '', []],
  ])('%s', (text, replaced, items) => expect(at(text)).toEqual({ replaced, items }))
})

test.each(Object.entries(insightsDocs))('%s is explained in both languages', (_word, { en, ko }) => {
  expect(en).toMatch(/\.$/)
  expect(ko).toMatch(/[가-힣].*\.$/)
})
