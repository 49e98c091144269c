import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import { fakeRunner } from '../../../../query/jobs/fake-runner.ts'
import { insightsWorld } from '../../../../query/jobs/index.ts'
import { steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { noon } from '../fakes.ts'
import { QueryBench } from './query-bench.ts'

const openBench = () => QueryBench.open(steppedClock(instant(noon)), fakeRunner())
let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const csv = 'svc,owner\r\napi,"Kim, Ann"\r\npay,보안팀\r\n'
const create = (lookupTableName: string, tableBody = csv, over: object = {}) =>
  bench.call('CreateLookupTable', { lookupTableName, tableBody, ...over })
const arn = (name: string) => `arn:aws:logs:eu-west-3:000000000000:lookup-table:${name}`
const missing = { __type: 'ResourceNotFoundException', message: 'The specified lookup table does not exist.' }

test('a table is made, given back as it came, replaced and deleted', async () => {
  const lookupTableArn = arn('owners')
  expect(await create('owners', csv, { description: 'who', kmsKeyId: 'k' })).toEqual({
    lookupTableArn,
    createdAt: noon,
  })
  expect(await create('owners')).toMatchObject({ __type: 'ResourceAlreadyExistsException' })
  const head = {
    ...{ lookupTableArn, lookupTableName: 'owners', description: 'who', kmsKeyId: 'k' },
    ...{ sizeBytes: Buffer.byteLength(csv), lastUpdatedTime: noon },
  }
  expect(await bench.call('GetLookupTable', { lookupTableArn })).toEqual({ ...head, tableBody: csv })
  const { lookupTables } = await bench.call('DescribeLookupTables')
  expect(lookupTables).toEqual([{ ...head, tableFields: ['svc', 'owner'], recordsCount: 2 }])

  await bench.step(5)
  const updated = { lookupTableArn, tableBody: '\uFEFFa\n1\n', kmsKeyId: '' }
  expect(await bench.call('UpdateLookupTable', updated)).toEqual({ lookupTableArn, lastUpdatedTime: noon + 5 })
  const after = await bench.call('GetLookupTable', { lookupTableArn })
  expect(after).toEqual({
    ...{ lookupTableArn, lookupTableName: 'owners', description: 'who', tableBody: '\uFEFFa\n1\n' },
    ...{ sizeBytes: 7, lastUpdatedTime: noon + 5 },
  })
  expect(await bench.call('DeleteLookupTable', { lookupTableArn })).toEqual({})
  for (const operation of ['DeleteLookupTable', 'GetLookupTable']) {
    expect(await bench.call(operation, { lookupTableArn })).toEqual(missing)
  }
  expect(await bench.call('UpdateLookupTable', updated)).toEqual(missing)
})

test('a running query reads it by name', async () => {
  await create('owners', `\uFEFF${csv}`)
  const world = insightsWorld({
    ...{ settings: bench.settings.logs, lookups: bench.settings.queries.lookups, clock: bench.clock },
    ...{ account: '000000000000', region: 'eu-west-3' },
  })
  expect(await world.lookupTable('owners')).toEqual([
    ['svc', 'owner'],
    ['api', 'Kim, Ann'],
    ['pay', '보안팀'],
  ])
  expect(await world.lookupTable('nobody')).toBeUndefined()
})

test.each([
  ['a header without a name', 'a,,b\n1,2,3', 'Every column of the header row needs a name.'],
  ['an empty header', '\na', 'Every column of the header row needs a name.'],
  ['a column twice', 'a,b, a\n', 'The header row has the column a twice.'],
  ['a row that is too long', 'a,b\n1,2\n1,2,3\n', 'Row 3 of the table has 3 cells, and the header row has 2.'],
  ['half a surrogate pair', 'a\n\ud800', 'The table body is not valid UTF-8.'],
  [
    'too many bytes',
    `a\n${'가'.repeat(limits.lookupTableBytes / 3)}`,
    `The table body may have ${limits.lookupTableBytes} bytes.`,
  ],
])('%s is refused', async (_story, tableBody, message) => {
  expect(await create('t', tableBody)).toEqual({ __type: 'InvalidParameterException', message })
})

test('a table of lookupTableBytes is taken, also short rows', async () => {
  const body = `a,b\n${'x'.repeat(limits.lookupTableBytes - 4)}`
  expect(await create('t', body)).toHaveProperty('lookupTableArn')
  expect(await create('u', `${body}x`)).toMatchObject({ __type: 'InvalidParameterException' })
  // However JSON writes it, it comes through (lookupRequestBytes).
  expect(bench.service.operations.get('CreateLookupTable')!.bodyBytes).toBe(limits.lookupRequestBytes)
  const quotes = JSON.stringify({
    lookupTableName: 'n'.repeat(256),
    tableBody: `a\n${'"'.repeat(limits.lookupTableBytes - 2)}`,
  })
  expect(quotes.length).toBeLessThan(limits.lookupRequestBytes)
})

test('they are listed by name, by prefix and in pages', async () => {
  for (const name of ['b', 'a_2', 'a_1', 'A']) await create(name)
  const names = (page: { lookupTables: { lookupTableName: string }[] }) =>
    page.lookupTables.map(one => one.lookupTableName)
  const first = await bench.call('DescribeLookupTables', { maxResults: 3 })
  expect(names(first)).toEqual(['A', 'a_1', 'a_2'])
  expect(names(await bench.call('DescribeLookupTables', { maxResults: 3, nextToken: first.nextToken }))).toEqual(['b'])
  expect(names(await bench.call('DescribeLookupTables', { lookupTableNamePrefix: 'a_' }))).toEqual(['a_1', 'a_2'])
})

test(`${limits.lookupTables} stand, and one more is refused`, async () => {
  for (let n = 0; n < limits.lookupTables; n++) await create(`t${n}`)
  expect(await create('more')).toEqual({ __type: 'LimitExceededException', message: 'Resource limit exceeded.' })
})

test('strange ARNs and tags', async () => {
  const of = (lookupTableArn: string) => bench.call('GetLookupTable', { lookupTableArn })
  await create('t')
  expect(await of('t')).toMatchObject({ message: 'The specified ARN is not the ARN of a lookup table.' })
  expect(await of(arn('t').replace('000000000000', '123456789012'))).toEqual(missing)
  expect(await create('u', csv, { tags: { a: 'b' } })).toMatchObject({ message: 'Tags are kept for log groups only.' })
  expect(bench.now).toBe(instant(noon))
})
