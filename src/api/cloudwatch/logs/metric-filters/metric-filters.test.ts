import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { Bench, noon } from '../fakes.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
  await bench.given('g')
})
const transformation = { metricName: 'errors', metricNamespace: 'App', metricValue: '1' }
const put = (over: object = {}, change: object = {}) =>
  bench.call('PutMetricFilter', {
    ...{ logGroupName: 'g', filterName: 'f', filterPattern: 'ERROR' },
    metricTransformations: [{ ...transformation, ...change }],
    ...over,
  })
const json = { filterPattern: '{ $.latency = * }' }
const described = async (input: object = {}) => (await bench.call('DescribeMetricFilters', input)).metricFilters
const names = async (input: object = {}) =>
  (await described(input)).map(
    (one: { logGroupName: string; filterName: string }) => `${one.logGroupName} ${one.filterName}`,
  )
const invalid = (message: unknown = expect.any(String)) => ({ __type: 'InvalidParameterException', message })

test('a filter is put, described as it was given, replaced and deleted', async () => {
  expect(await put({}, { defaultValue: 0, unit: 'Count' })).toEqual({})
  expect(await described()).toEqual([
    {
      ...{
        filterName: 'f',
        filterPattern: 'ERROR',
        creationTime: noon,
        logGroupName: 'g',
        applyOnTransformedLogs: false,
      },
      metricTransformations: [{ ...transformation, defaultValue: 0, unit: 'Count' }],
    },
  ])
  const more = { fieldSelectionCriteria: '@aws.region = "eu-west-3"', emitSystemFieldDimensions: ['@aws.region'] }
  await put(
    { ...json, ...more, applyOnTransformedLogs: true },
    { metricValue: '$.latency', dimensions: { Api: '$.api' } },
  )
  expect(await described({ logGroupName: 'g' })).toEqual([
    {
      ...{ filterName: 'f', ...json, creationTime: noon, logGroupName: 'g', applyOnTransformedLogs: true, ...more },
      metricTransformations: [{ ...transformation, metricValue: '$.latency', dimensions: { Api: '$.api' } }],
    },
  ])
  expect((await bench.call('DescribeLogGroups', {})).logGroups[0].metricFilterCount).toBe(1)
  expect((await bench.call('DescribeLogGroups', { logGroupNamePattern: 'g' })).logGroups[0].metricFilterCount).toBe(1)
  expect(await bench.call('DeleteMetricFilter', { logGroupName: 'g', filterName: 'f' })).toEqual({})
  expect(await bench.call('DeleteMetricFilter', { logGroupName: 'g', filterName: 'f' })).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'The specified metric filter does not exist.',
  })
  expect((await bench.call('DescribeLogGroups', {})).logGroups[0].metricFilterCount).toBe(0)
})

test('a fraction and a whole number as the real service writes them', async () => {
  await put({}, { defaultValue: 2 })
  const answer = await bench.service.operations
    .get('DescribeMetricFilters')!
    .run({}, (await import('../fakes.ts')).ordinaryCall())
  expect(JSON.stringify(answer)).toContain('"defaultValue":2.0')
})

describe('refused are', () => {
  const noGroup = { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }
  test('groups that are not there', async () => {
    expect(await put({ logGroupName: 'none' })).toEqual(noGroup)
    expect(await bench.call('DeleteMetricFilter', { logGroupName: 'none', filterName: 'f' })).toEqual(noGroup)
    expect(await bench.call('DescribeMetricFilters', { logGroupName: 'none' })).toEqual(noGroup)
  })

  test.each(['INFREQUENT_ACCESS', 'DELIVERY'])('groups of class %s', async logGroupClass => {
    await bench.call('CreateLogGroup', { logGroupName: 'rare', logGroupClass })
    expect(await put({ logGroupName: 'rare' })).toEqual(
      invalid(`PutMetricFilter is not supported for log groups of class ${logGroupClass}.`),
    )
  })

  test.each([
    ['a pattern that is none', { filterPattern: '{ $.a' }, {}, 'Invalid filter pattern'],
    ['a pattern too long', { filterPattern: 'x'.repeat(1_025) }, {}, undefined],
    ['no transformation', { metricTransformations: [] }, {}, undefined],
    ['two transformations', { metricTransformations: [transformation, transformation] }, {}, undefined],
    ['a name with a star', { filterName: 'a*' }, {}, undefined],
    ['a metric with a colon', {}, { metricName: 'a:b' }, undefined],
    ['a namespace with a dollar', {}, { metricNamespace: 'a$b' }, undefined],
    ['a value too long', {}, { metricValue: '1'.repeat(101) }, undefined],
    ['a unit of its own', {}, { unit: 'Bananas' }, undefined],
    ['a value that is neither number nor selector', {}, { metricValue: 'one' }, undefined],
    ['a selector for a text pattern', {}, { metricValue: '$.latency' }, undefined],
    ['a field that the pattern does not name', { filterPattern: '[a, b]' }, { metricValue: '$c' }, undefined],
    ['a dimension of a text pattern', {}, { dimensions: { a: '$.a' } }, undefined],
    ['a constant dimension', json, { dimensions: { a: 'b' } }, undefined],
    ['a default beside dimensions', json, { dimensions: { a: '$.a' }, defaultValue: 0 }, /mutually exclusive/],
    ['a default that is text', {}, { defaultValue: '0' }, undefined],
    ['criteria that are none', { fieldSelectionCriteria: '@aws.zone = "a"' }, {}, undefined],
    ['other fields for dimensions', { emitSystemFieldDimensions: ['@message'] }, {}, undefined],
  ])('%s', async (_story, over, change, message) => {
    const answer = await put(over, change)
    expect(answer.__type).toMatch(/^(InvalidParameter|Serialization)Exception$/)
    if (message !== undefined) expect(answer.message).toMatch(message)
    expect(await described()).toEqual([])
  })

  const dimensions = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`d${at}`, `$.d${at}`]))
  test(`more than ${limits.metricFilterDimensions} dimensions`, async () => {
    expect(await put(json, { dimensions: dimensions(limits.metricFilterDimensions) })).toEqual({})
    expect(await put(json, { dimensions: dimensions(limits.metricFilterDimensions + 1) })).toEqual(invalid())
  })

  test(`criteria of more than ${limits.fieldSelectionLength} characters`, async () => {
    const criteria = (length: number) => `@aws.region = "${'x'.repeat(length - 16)}"`
    expect(await put({ fieldSelectionCriteria: criteria(limits.fieldSelectionLength) })).toEqual({})
    expect(await put({ fieldSelectionCriteria: criteria(limits.fieldSelectionLength + 1) })).toEqual(invalid())
  })

  test(`more than ${limits.metricFiltersWithRegex} patterns with a regular expression`, async () => {
    const pattern = (at: number) => ({ filterName: `r${at}`, filterPattern: '{ $.a = %x% || $.b = %y% }' })
    for (let at = 0; at < limits.metricFiltersWithRegex; at++) expect(await put(pattern(at))).toEqual({})
    const refused = { __type: 'LimitExceededException', message: 'Resource limit exceeded.' }
    expect(await put(pattern(99))).toEqual(refused)
    expect(await put({ filterName: 'plain' })).toEqual({})
  })
})

describe('describing', () => {
  beforeEach(async () => {
    await bench.given('a')
    for (const logGroupName of ['g', 'a'])
      for (const filterName of ['y', 'x1', 'x2']) await put({ logGroupName, filterName }, { metricName: filterName })
  })

  test('is by group, prefix or metric', async () => {
    expect(await names()).toEqual(['a x1', 'a x2', 'a y', 'g x1', 'g x2', 'g y'])
    expect(await names({ logGroupName: 'g', filterNamePrefix: 'x' })).toEqual(['g x1', 'g x2'])
    expect(await names({ metricName: 'y', metricNamespace: 'App' })).toEqual(['a y', 'g y'])
    expect(await bench.call('DescribeMetricFilters', { filterNamePrefix: 'x' })).toEqual(invalid())
    expect(await bench.call('DescribeMetricFilters', { metricName: 'y' })).toEqual(invalid())
  })

  test('goes on where a page ended, for the same question only', async () => {
    const first = await bench.call('DescribeMetricFilters', { limit: 4 })
    expect(first.metricFilters).toHaveLength(4)
    const { nextToken } = first
    expect(await names({ limit: 4, nextToken })).toEqual(['g x2', 'g y'])
    expect((await bench.call('DescribeMetricFilters', { limit: 2, nextToken })).nextToken).toBeUndefined()
    expect(await bench.call('DescribeMetricFilters', { logGroupName: 'g', nextToken })).toEqual(
      invalid('The specified nextToken is invalid.'),
    )
  })

  test('a deleted group has none', async () => {
    await bench.call('DeleteLogGroup', { logGroupName: 'g' })
    expect(await names()).toEqual(['a x1', 'a x2', 'a y'])
  })
})
