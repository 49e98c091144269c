import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { type MaskBook, maskLogs, openMaskBook } from '../../../../query/masking/index.ts'
import type { EngineLogStore } from '../../../../store/logs/index.ts'
import type { AwsCall } from '../../protocol/index.ts'
import { Bench, noon, ordinaryCall } from '../fakes.ts'
import { createLogsService } from '../service.ts'

let bench: Bench
let masks: MaskBook
let revision: number
let call: (name: string, input?: object, over?: Partial<AwsCall>) => Promise<ReturnType<typeof JSON.parse>>

beforeEach(async () => {
  bench = await Bench.open()
  const opened = await openMaskBook(bench.settings.policies)
  if (!opened.ok) throw new Error(opened.error.message)
  masks = opened.value
  revision = 0
  const service = createLogsService({
    settings: bench.settings.logs,
    logs: maskLogs(plainStore(bench), masks),
    clock: bench.clock,
    policies: { settings: bench.settings.policies, masks, newId: () => `r${++revision}` },
  })
  call = async (name, input = {}, over = {}) => {
    const answer = await service.operations.get(name)!.run(input, { ...ordinaryCall(), ...over })
    const value = answer.ok ? answer.value : { __type: answer.error.type, message: answer.error.message }
    return JSON.parse(JSON.stringify(value))
  }
  await bench.given('/g', 's')
})

/** The store in memory as a plain object. It has no arrivals, and nobody asks for them here. */
function plainStore({ store }: Bench): EngineLogStore {
  const asked: Partial<EngineLogStore> = {
    append: batch => store.append(batch),
    page: (selection, request) => store.page(selection, request),
    streamStats: (groupId, ids) => store.streamStats(groupId, ids),
    groupStats: ids => store.groupStats(ids),
  }
  return asked as EngineLogStore
}

const refused = (type: string, message: string) => ({ __type: type, message: expect.stringContaining(message) })
const reader = { caller: { ...ordinaryCall().caller, role: 'reader' } } as const
const arn = 'arn:aws:logs:eu-west-3:000000000000:log-group:/g'

describe('field indexes', () => {
  const document = '{"Fields":["requestId"],"FieldsV2":{"user":{"type":"FACET"}}}'
  const policy = { logGroupIdentifier: arn, lastUpdateTime: noon, policyDocument: document, source: 'LOG_GROUP' }

  test('a policy is put, shown and removed', async () => {
    const put = { logGroupIdentifier: '/g', policyDocument: document }
    expect(await call('PutIndexPolicy', put)).toEqual({ indexPolicy: policy })
    expect(await call('DescribeIndexPolicies', { logGroupIdentifiers: [`${arn}:*`] })).toEqual({
      indexPolicies: [policy],
    })
    expect(await call('DeleteIndexPolicy', { logGroupIdentifier: '/g' })).toEqual({})
    expect(await call('DescribeIndexPolicies', { logGroupIdentifiers: ['/g'] })).toEqual({ indexPolicies: [] })
    expect(await call('DeleteIndexPolicy', { logGroupIdentifier: '/g' })).toEqual(
      refused('ResourceNotFoundException', 'no field index policy'),
    )
  })

  test('the indexes of groups, with their first and last event', async () => {
    await call('PutIndexPolicy', { logGroupIdentifier: '/g', policyDocument: document })
    const index = { logGroupIdentifier: arn, fieldIndexName: 'requestId', type: 'FIELD_INDEX', lastScanTime: noon }
    const facet = { ...index, fieldIndexName: 'user', type: 'FACET' }
    const asked = { logGroupIdentifiers: ['/g'] }
    expect(await call('DescribeFieldIndexes', asked)).toEqual({ fieldIndexes: [index, facet] })
    await bench.put('/g', 's', [noon - 9, 'a'], [noon - 5, 'b'])
    const seen = { firstEventTime: noon - 9, lastEventTime: noon - 5 }
    expect(await call('DescribeFieldIndexes', asked)).toEqual({
      fieldIndexes: [
        { ...index, ...seen },
        { ...facet, ...seen },
      ],
    })
  })

  const fields = (count: number) => JSON.stringify({ Fields: Array.from({ length: count }, (_, n) => `f${n}`) })
  const named = (length: number) => JSON.stringify({ Fields: ['x'.repeat(length)] })
  test.each([
    [fields(limits.indexedFields), true, 'indexedFields'],
    [fields(limits.indexedFields + 1), false, 'indexedFields'],
    [named(limits.indexedFieldLength), true, 'indexedFieldLength'],
    [named(limits.indexedFieldLength + 1), false, 'indexedFieldLength'],
  ])('%.40s… is taken: %s (%s)', async (policyDocument, taken) => {
    const answer = await call('PutIndexPolicy', { logGroupIdentifier: '/g', policyDocument })
    expect('indexPolicy' in answer).toBe(taken)
  })

  test.each([
    ['{', 'no JSON'],
    ['[]', 'not right'],
    ['{}', 'at least one field'],
    ['{"Fields":["a"],"x":1}', 'not right'],
    ['{"Fields":["a","a"]}', 'The field a is named twice'],
    ['{"Fields":["a"],"FieldsV2":{"a":{"type":"FACET"}}}', 'The field a is named twice'],
    ['{"FieldsV2":{"a":{"type":"X"}}}', 'not right at FieldsV2.a.type'],
    ['{"Fields":["a\\u0000"]}'.replace('\\u0000', '\0'), ''],
  ])('%j is no policy', async (policyDocument, message) => {
    expect(await call('PutIndexPolicy', { logGroupIdentifier: '/g', policyDocument })).toEqual(
      refused('InvalidParameterException', message),
    )
  })

  test(`${limits.indexedGroups} groups are told at once (indexedGroups), one more is refused`, async () => {
    const many = (count: number) => ({ logGroupIdentifiers: Array.from({ length: count }, () => '/g') })
    expect(await call('DescribeFieldIndexes', many(limits.indexedGroups))).toEqual({ fieldIndexes: [] })
    expect(await call('DescribeFieldIndexes', many(limits.indexedGroups + 1))).toMatchObject({
      __type: 'InvalidParameterException',
    })
    expect(await call('DescribeIndexPolicies', many(2))).toMatchObject({ __type: 'InvalidParameterException' })
    expect(await call('DescribeFieldIndexes', { logGroupIdentifiers: ['/none'] })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
  })

  test('only groups of class STANDARD have one', async () => {
    await bench.call('CreateLogGroup', { logGroupName: '/rare', logGroupClass: 'INFREQUENT_ACCESS' })
    expect(await call('PutIndexPolicy', { logGroupIdentifier: '/rare', policyDocument: document })).toEqual(
      refused('InvalidParameterException', 'INFREQUENT_ACCESS'),
    )
  })
})

describe('data protection', () => {
  const identifiers = ['arn:aws:dataprotection::aws:data-identifier/EmailAddress']
  const document = JSON.stringify({
    ...{ Name: 'p', Version: '2021-06-01' },
    Statement: [
      { Sid: 'a', DataIdentifier: identifiers, Operation: { Audit: { FindingsDestination: {} } } },
      { Sid: 'd', DataIdentifier: identifiers, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  })
  const put = { logGroupIdentifier: '/g', policyDocument: document }
  const secret = 'by kim@example.com'
  const masked = 'by ***************'
  const messages = (answer: { events: { message: string }[] }) => answer.events.map(event => event.message)
  const get = { logGroupName: '/g', logStreamName: 's' }
  const filter = { logGroupName: '/g', filterPattern: '' }

  test('a policy masks what is read from its answer on, also what was there, until it is removed', async () => {
    await bench.put('/g', 's', [noon - 9, secret])
    expect(messages(await call('GetLogEvents', get))).toEqual([secret])
    expect(await call('PutDataProtectionPolicy', put)).toEqual({ ...put, lastUpdatedTime: noon })
    expect(messages(await call('GetLogEvents', get))).toEqual([masked])
    expect(messages(await call('FilterLogEvents', filter))).toEqual([masked])
    expect(await call('GetDataProtectionPolicy', { logGroupIdentifier: arn })).toEqual({
      ...{ logGroupIdentifier: arn, policyDocument: document, lastUpdatedTime: noon },
    })
    expect(await call('DeleteDataProtectionPolicy', { logGroupIdentifier: '/g' })).toEqual({})
    expect(messages(await call('GetLogEvents', get))).toEqual([secret])
    expect(await call('GetDataProtectionPolicy', { logGroupIdentifier: '/g' })).toEqual({ logGroupIdentifier: '/g' })
    expect(await call('DeleteDataProtectionPolicy', { logGroupIdentifier: '/g' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
  })

  test('patterns look at the text as it is', async () => {
    await bench.put('/g', 's', [noon - 9, secret], [noon - 8, 'other'])
    await call('PutDataProtectionPolicy', put)
    bench.store.knows('"kim@example.com"')
    expect(messages(await call('FilterLogEvents', { ...filter, filterPattern: '"kim@example.com"' }))).toEqual([masked])
  })

  test('unmask shows it to operators, and to nobody else', async () => {
    await bench.put('/g', 's', [noon - 9, secret])
    await call('PutDataProtectionPolicy', put)
    for (const [name, input] of [
      ['GetLogEvents', get],
      ['FilterLogEvents', filter],
    ] as const) {
      expect(messages(await call(name, { ...input, unmask: true }))).toEqual([secret])
      expect(messages(await call(name, input, reader))).toEqual([masked])
      expect(await call(name, { ...input, unmask: true }, reader)).toEqual(
        refused('AccessDeniedException', `not authorized to perform: logs:Unmask on resource: ${arn}`),
      )
    }
  })

  test('what cannot be found is refused plainly', async () => {
    const policyDocument = document.replaceAll('EmailAddress', 'Name')
    expect(await call('PutDataProtectionPolicy', { ...put, policyDocument })).toEqual(
      refused('InvalidParameterException', 'Name cannot be found here'),
    )
    expect(masks.of(1)).toBeUndefined()
  })

  test('a stored policy that is not understood any more masks everything', async () => {
    await bench.put('/g', 's', [noon - 9, secret])
    const group = await bench.settings.logs.group('/g')
    const groupId = group.ok ? (group.value?.id ?? 0) : 0
    const stored = { groupId, kind: 'data-protection', document: '{}', changedAt: bench.now } as const
    await bench.settings.policies.putGroupPolicy(stored)
    // As a replica hears of it, `maskRefresh` later.
    expect(limits.maskRefresh).toBeGreaterThan(0)
    await masks.refresh()
    expect(messages(await call('GetLogEvents', get))).toEqual(['*'.repeat(secret.length)])
  })
})

describe('resource policies', () => {
  const put = { policyName: 'p', policyDocument: '{"Version":"2012-10-17"}' }
  const shown = { ...put, lastUpdatedTime: noon, policyScope: 'ACCOUNT', revisionId: 'r1' }

  test('are put, listed in pages and removed', async () => {
    expect(await call('PutResourcePolicy', put)).toEqual({ resourcePolicy: shown, revisionId: 'r1' })
    await call('PutResourcePolicy', { ...put, policyName: 'q' })
    const first = await call('DescribeResourcePolicies', { limit: 1 })
    expect(first).toEqual({ resourcePolicies: [shown], nextToken: expect.any(String) })
    const second = await call('DescribeResourcePolicies', { limit: 1, nextToken: first.nextToken })
    expect(second).toMatchObject({ resourcePolicies: [{ policyName: 'q' }] })
    expect(second.nextToken).toBeUndefined()
    expect(await call('DescribeResourcePolicies', { policyScope: 'RESOURCE' })).toEqual({ resourcePolicies: [] })
    expect(await call('DeleteResourcePolicy', { policyName: 'p' })).toEqual({})
    expect(await call('DeleteResourcePolicy', { policyName: 'p' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
  })

  const long = (length: number) => ({ ...put, policyDocument: `{${' '.repeat(length - 2)}}` })
  test.each([
    [{ ...put, resourceArn: arn }, 'leave resourceArn out'],
    [{ policyName: 'p' }, 'must be specified'],
    [{ ...put, policyDocument: '[]' }, 'no JSON object'],
    [{ ...put, policyDocument: '{' }, 'no JSON object'],
    [long(limits.resourcePolicyLength + 1), 'Member must have length less than or equal to'],
  ])('%# is refused', async (input, message) => {
    expect(await call('PutResourcePolicy', input)).toEqual(refused('InvalidParameterException', message))
  })

  test(`one of resourcePolicyLength is taken; a stale revision and one too many are not`, async () => {
    expect(await call('PutResourcePolicy', long(limits.resourcePolicyLength))).toMatchObject({ revisionId: 'r1' })
    expect(await call('PutResourcePolicy', { ...put, expectedRevisionId: 'r0' })).toMatchObject({
      __type: 'OperationAbortedException',
    })
    for (let n = 1; n < limits.resourcePolicies; n++) await call('PutResourcePolicy', { ...put, policyName: `p${n}` })
    expect(await call('PutResourcePolicy', { ...put, policyName: 'more' })).toMatchObject({
      __type: 'LimitExceededException',
    })
  })
})

test('the key of a group is kept and shown', async () => {
  const kmsKeyId = 'arn:aws:kms:eu-west-3:000000000000:key/k'
  expect(await call('AssociateKmsKey', { logGroupName: '/g', kmsKeyId })).toEqual({})
  expect((await call('DescribeLogGroups', {})).logGroups).toMatchObject([{ kmsKeyId }])
  expect(await call('DisassociateKmsKey', { resourceIdentifier: arn })).toEqual({})
  expect((await call('DescribeLogGroups', {})).logGroups[0]).not.toHaveProperty('kmsKeyId')
  expect(await call('AssociateKmsKey', { logGroupName: '/none', kmsKeyId })).toMatchObject({
    __type: 'ResourceNotFoundException',
  })
  const results = 'arn:aws:logs:eu-west-3:000000000000:query-result:*'
  expect(await call('AssociateKmsKey', { resourceIdentifier: results, kmsKeyId })).toEqual(
    refused('InvalidParameterException', 'no key of their own'),
  )
})
