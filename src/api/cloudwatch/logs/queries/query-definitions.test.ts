import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import { fakeRunner } from '../../../../query/jobs/fake-runner.ts'
import { steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { noon } from '../fakes.ts'
import { QueryBench } from './query-bench.ts'

const openBench = () => QueryBench.open(steppedClock(instant(noon)), fakeRunner())
let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const put = (name: string, over: object = {}) =>
  bench.call('PutQueryDefinition', { name, queryString: 'limit 1', ...over })
const described = async (over: object = {}) => (await bench.call('DescribeQueryDefinitions', over)).queryDefinitions
const names = async (over: object = {}) => (await described(over)).map(({ name }: { name: string }) => name)
const missing = { __type: 'ResourceNotFoundException', message: 'The specified query definition does not exist.' }

test('a saved query is made, replaced wholly, and deleted', async () => {
  const parameters = [{ name: 'p', defaultValue: '1', description: 'd' }, { name: 'q' }]
  const { queryDefinitionId } = await put('shop/errors', { logGroupNames: ['/g'], parameters, queryLanguage: 'CWLI' })
  expect(await described()).toEqual([
    {
      queryLanguage: 'CWLI',
      queryDefinitionId,
      name: 'shop/errors',
      queryString: 'limit 1',
      lastModified: noon,
      logGroupNames: ['/g'],
      parameters,
    },
  ])
  expect(await put('shop/warnings', { queryDefinitionId })).toEqual({ queryDefinitionId })
  expect(await described()).toEqual([
    {
      queryLanguage: 'CWLI',
      queryDefinitionId,
      name: 'shop/warnings',
      queryString: 'limit 1',
      lastModified: noon,
      logGroupNames: [],
    },
  ])
  expect(await bench.call('DeleteQueryDefinition', { queryDefinitionId })).toEqual({ success: true })
  expect(await bench.call('DeleteQueryDefinition', { queryDefinitionId })).toEqual(missing)
  expect(await put('x', { queryDefinitionId })).toEqual(missing)
})

test('they are listed by name, by prefix and in pages', async () => {
  for (const name of ['b', 'a/2', 'a/1', '가', 'a']) await put(name)
  expect(await names()).toEqual(['a', 'a/1', 'a/2', 'b', '가'])
  expect(await names({ queryDefinitionNamePrefix: 'a/' })).toEqual(['a/1', 'a/2'])
  expect(await names({ queryLanguage: 'SQL' })).toEqual([])
  const first = await bench.call('DescribeQueryDefinitions', { maxResults: 3 })
  expect(await names({ nextToken: first.nextToken })).toEqual(['b', '가'])
  expect(await bench.call('DescribeQueryDefinitions', { nextToken: 'x' })).toMatchObject({
    __type: 'InvalidParameterException',
  })
})

test('a token makes one and the same', async () => {
  const clientToken = 't'.repeat(36)
  const first = await put('a', { clientToken })
  expect(await put('a', { clientToken })).toEqual(first)
  expect(await put('b', { clientToken })).toEqual({
    __type: 'InvalidParameterException',
    message: 'The clientToken was used before with other parameters.',
  })
  expect(await names()).toEqual(['a'])
})

const parameters = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `p${n}` }))
test.each<[string, object, string | undefined]>([
  [`${limits.queryParameters} parameters`, { parameters: parameters(limits.queryParameters) }, undefined],
  ['one more (queryParameters)', { parameters: parameters(limits.queryParameters + 1) }, 'parameters'],
  ['one of no name', { parameters: [{ name: '1' }] }, 'parameters.1.member.name'],
  ['two of one name', { parameters: [{ name: 'p' }, { name: 'p' }] }, 'Two parameters have the same name.'],
  ['a short token', { clientToken: 't'.repeat(35) }, 'clientToken'],
  ['no text', { queryString: '' }, 'queryString'],
  ['a name of 256', { name: 'n'.repeat(256) }, 'name'],
  ['a name that cannot be kept', { name: 'a\0' }, 'The name holds a character'],
  ['SQL', { queryLanguage: 'SQL' }, 'queryLanguage SQL is not supported'],
])('with %s', async (_story, over, refusal) => {
  const answer = await put('a', over)
  if (refusal === undefined) expect(answer).toHaveProperty('queryDefinitionId')
  else expect(answer).toEqual({ __type: 'InvalidParameterException', message: expect.stringContaining(refusal) })
})

test('a thousand stand, and one more is refused', async () => {
  for (let n = 0; n < limits.queryDefinitions; n++) await put('a')
  expect(await put('a')).toEqual({ __type: 'LimitExceededException', message: 'Resource limit exceeded.' })
}, 60_000)

test('a saved query is called by its name, with values for its parameters', async () => {
  await bench.given('/g')
  await put('by level', { queryString: 'filter level = {{level}} | limit 3', parameters: [{ name: 'level' }] })
  await bench.start('$`by level`(level="ERROR") | fields @message')
  const { commands } = bench.runner.runs[0]!.request.checked.query
  expect(commands.map(({ kind }) => kind)).toEqual(['filter', 'limit', 'fields'])
  const bad = await bench.call('StartQuery', {
    logGroupName: '/g',
    startTime: 0,
    endTime: 2e9,
    queryString: '$nobody()',
  })
  expect(bad).toMatchObject({
    __type: 'MalformedQueryException',
    queryCompileError: { location: { startCharOffset: 0, endCharOffset: 7 } },
  })
  const inside = await bench.call('StartQuery', {
    ...{ logGroupName: '/g', startTime: 0, endTime: 2e9 },
    queryString: '$`by level`(level="a") | frobnicate',
  })
  expect(inside.queryCompileError.location).toEqual({ startCharOffset: 0, endCharOffset: 35 })
})
