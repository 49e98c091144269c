import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { compileSearch, joinedWords, type MetricIdentity, readSearch, wordsOf } from './index.ts'

const metric = (name: string, more: Partial<MetricIdentity> = {}): MetricIdentity => ({
  namespace: 'Own',
  metric: name,
  dimensions: {},
  ...more,
})

function finds(text: string, one: MetricIdentity): boolean {
  const search = readSearch(text)
  if (!search.ok) throw new Error(search.error.message)
  return compileSearch(search.value)(one)
}

test.each([
  ['CustomCount1', 'customcount1', ['custom', 'count', '1']],
  ['SDBFailure', 'sdbfailure', ['sdb', 'failure']],
  ['Project2-trial333', 'project2trial333', ['project', '2', 'trial', '333']],
  ['Network-Errors_2', 'networkerrors2', ['network', 'errors', '2']],
  ['couNT', 'count', ['cou', 'nt']],
  ['i-0abc12', 'i0abc12', ['i', '0', 'abc', '12']],
  ['HTTPCode_Target_5XX', 'httpcodetarget5xx', ['http', 'code', 'target', '5', 'xx']],
  ['한글Name', '한글name', ['한글', 'name']],
  ['--', '', []],
])('%s is cut into %s and %j', (text, joined, words) => {
  expect(joinedWords(text)).toBe(joined)
  expect(wordsOf(text).map(word => word.text.toLowerCase())).toEqual(words)
})

describe('terms', () => {
  test.each([
    'count',
    'Count',
    'COUNT',
    'CustomCount',
    'Count1',
    'customcount1',
    'CustomCount1',
    '"CustomCount1"',
    'custom AND count',
    'NOT x',
  ])('%s finds CustomCount1', term => expect(finds(term, metric('CustomCount1'))).toBe(true))
  test.each(['couNT', 'count1', 'customcount', '"Custom"', '"customcount1"', 'NOT count', 'custom x'])(
    '%s does not find CustomCount1',
    term => expect(finds(term, metric('CustomCount1'))).toBe(false),
  )
  test.each(['Network_Errors', 'network/errors', 'network+errors', 'network-errors', 'errors-2', 'NetworkErrors'])(
    '%s finds both spellings',
    term => {
      expect(finds(term, metric('Network-Errors-2'))).toBe(true)
      expect(finds(term, metric('NetworkErrors2'))).toBe(true)
    },
  )
  test.each([
    ['"Network-Errors-2"', true],
    ['"Network_Errors_2"', false],
    ['2-network', false],
  ])('%s finds Network-Errors-2: %s', (term, found) => expect(finds(term, metric('Network-Errors-2'))).toBe(found))

  test('escapes in whole names', () => {
    expect(finds('"Europe\\\\France Traffic\\(Network\\)"', metric('Europe\\France Traffic(Network)'))).toBe(true)
    expect(finds('"a\\"b"', metric('a"b'))).toBe(true)
  })

  test('names and values of dimensions, and the namespace, are looked through', () => {
    const one = metric('Errors', { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'ProjectA-api' } })
    for (const term of [
      'lambda',
      'aws',
      '"AWS/Lambda"',
      'function',
      'ProjectA',
      'api',
      '"ProjectA-api"',
      '"FunctionName"',
    ])
      expect(finds(term, one), term).toBe(true)
    for (const term of ['ProjectB', '"api"', 'ec2']) expect(finds(term, one), term).toBe(false)
  })
})

describe('properties', () => {
  const one = metric('CPUUtilization', {
    namespace: 'AWS/EC2',
    dimensions: { InstanceType: 't2.micro', 'My Dim': 'x' },
    account: '111122223333',
  })
  test.each<[string, boolean]>([
    ['MetricName="CPUUtilization"', true],
    ['MetricName="Other"', false],
    ['MetricName=cpu', true],
    ['MetricName=micro', false],
    ['InstanceType=micro', true],
    ['InstanceType="t2.micro" Namespace="AWS/EC2"', true],
    ['InstanceType = "micro"', false],
    ['InstanceId=i', false],
    ['NOT InstanceId=i', true],
    ['"My Dim"=x', true],
    ['Namespace=AWS', true],
    ['NOT Namespace=AWS', false],
    ['InstanceType=("t3.micro" OR "t2.micro")', true],
    ['InstanceType=(large OR NOT micro)', false],
    [':aws.AccountId="111122223333"', true],
    [':aws.AccountId=444455556666', false],
    [':aws.AccountId=LOCAL', true],
  ])('%s: %s', (text, found) => expect(finds(text, one)).toBe(found))
})

describe('schemas', () => {
  const one = metric('Errors', { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'f', Resource: 'r' } })
  test.each<[string, boolean]>([
    ['{AWS/Lambda}', true],
    ['{AWS/EC2}', false],
    ['{AWS/Lambda, FunctionName}', false],
    ['{AWS/Lambda,FunctionName,Resource}', true],
    ['{AWS/Lambda, Resource, "FunctionName"}', true],
    ['{AWS/Lambda,Resource,FunctionName,Other}', false],
    ['{"AWS/Lambda"} MetricName="Errors"', true],
    ['{AWS/Lambda}, MetricName="Errors"', true],
    ['{AWS/Lambda} MetricName="Invocations"', false],
  ])('%s: %s', (text, found) => expect(finds(text, one)).toBe(found))
  test.each<[string, boolean]>([
    ['{ContainerInsights,ClusterName,Namespace} Namespace="shop"', true],
    ['{ContainerInsights,ClusterName,Namespace} Namespace="other"', false],
    ['{ContainerInsights,ClusterName,Namespace} Namespace="ContainerInsights"', false],
    ['Namespace="ContainerInsights"', true],
    ['Namespace="shop"', false],
  ])('a dimension called Namespace, where the schema names it: %s: %s', (text, found) => {
    const dimensions = { ClusterName: 'demo', Namespace: 'shop' }
    expect(finds(text, metric('pods', { namespace: 'ContainerInsights', dimensions }))).toBe(found)
  })
  test('names with blanks', () => {
    expect(
      finds(
        '{"My Namespace", "Dimension@Name"}',
        metric('x', { namespace: 'My Namespace', dimensions: { 'Dimension@Name': 'v' } }),
      ),
    ).toBe(true)
  })
})

describe('operators', () => {
  const names = (text: string) =>
    ['ReadOps EC2', 'ReadOps EBS', 'ReadOps RDS', 'WriteOps EC2'].filter(name => finds(text, metric(name)))
  test.each<[string, string[]]>([
    ['(EC2 OR EBS) AND MetricName=ReadOps', ['ReadOps EC2', 'ReadOps EBS']],
    ['(EC2 OR EBS) MetricName=ReadOps', ['ReadOps EC2', 'ReadOps EBS']],
    ['EBS OR EC2 Write', ['ReadOps EBS', 'WriteOps EC2']],
    ['ops NOT EC2', ['ReadOps EBS', 'ReadOps RDS']],
    ['ops NOT EC2 NOT RDS', ['ReadOps EBS']],
    ['ops NOT (EC2 OR RDS)', ['ReadOps EBS']],
    ['RDS OR (EC2 AND (Write OR x))', ['ReadOps RDS', 'WriteOps EC2']],
    ['ec2 and write', []],
  ])('%s', (text, found) => expect(names(text)).toEqual(found))
})

test.each<[string, string, number, number]>([
  ['', 'a search has a schema in { }, a term, or both', 0, 0],
  ['  ', 'a search has a schema in { }, a term, or both', 0, 2],
  ['{A, b', 'the { is not closed', 0, 1],
  ['{}', 'a name was expected in { }', 1, 2],
  ['{A,} x', 'a name was expected in { }', 3, 4],
  ['(a OR b', 'the ( is not closed', 0, 1],
  ['a)', ') was not expected here', 1, 2],
  ['a OR', 'the search ends where a term was expected', 4, 4],
  ['OR a', 'O was not expected here', 0, 1],
  ['NOT', 'the search ends where a term was expected', 3, 3],
  ['a "b', 'the " is not closed', 2, 3],
  ['MetricName=', 'the search ends where a term was expected', 11, 11],
  ['-- a', 'a term has a letter or a digit', 0, 3],
  ['a {B}', '{ was not expected here', 2, 3],
])('%j is no search: %s', (text, message, from, to) => {
  expect(readSearch(text)).toMatchObject({ ok: false, error: { message, from, to } })
})

test.each<[string, (size: number) => string, number]>([
  ['searchExpressionLength', size => 'a'.repeat(size), limits.searchExpressionLength],
  ['searchDepth', size => `${'('.repeat(size)}a${')'.repeat(size)}`, limits.searchDepth],
  ['searchDepth of NOT', size => `${'NOT '.repeat(size)}a`, limits.searchDepth],
])('the bound %s holds', (_name, make, bound) => {
  expect(readSearch(make(bound)).ok).toBe(true)
  expect(readSearch(make(bound + 1)).ok).toBe(false)
})
