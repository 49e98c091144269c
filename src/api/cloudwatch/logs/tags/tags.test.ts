import { beforeEach, describe, expect, test } from 'vitest'
import { Bench } from '../fakes.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
  await bench.given('/a')
})
const resourceArn = 'arn:aws:logs:eu-west-3:000000000000:log-group:/a'
const missing = { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }
const count = (n: number, from = 0) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${from + i}`, 'v']))

describe.each([
  ['by ARN', 'TagResource', 'UntagResource', 'ListTagsForResource', 'tagKeys', { resourceArn }, 'TooManyTagsException'],
  [
    'by ARN with :*',
    'TagResource',
    'UntagResource',
    'ListTagsForResource',
    'tagKeys',
    { resourceArn: `${resourceArn}:*` },
    'TooManyTagsException',
  ],
  [
    'by name',
    'TagLogGroup',
    'UntagLogGroup',
    'ListTagsLogGroup',
    'tags',
    { logGroupName: '/a' },
    'InvalidParameterException',
  ],
])('%s', (_story, put, remove, list, keys, at, tooMany) => {
  const listed = async () => (await bench.call(list, at)).tags

  test('tags are added, replaced, listed and removed', async () => {
    expect(await listed()).toEqual({})
    expect(await bench.call(put, { ...at, tags: { team: '결제', env: 'prod' } })).toEqual({})
    expect(await bench.call(put, { ...at, tags: { env: '' } })).toEqual({})
    expect(await listed()).toEqual({ team: '결제', env: '' })
    expect(await bench.call(remove, { ...at, [keys]: ['env', 'never-there'] })).toEqual({})
    expect(await listed()).toEqual({ team: '결제' })
  })

  test('fifty, and one more', async () => {
    expect(await bench.call(put, { ...at, tags: count(50) })).toEqual({})
    expect(await bench.call(put, { ...at, tags: count(1, 50) })).toMatchObject({ __type: tooMany })
    expect(await bench.call(put, { ...at, tags: count(1) })).toEqual({})
    expect(Object.keys(await listed())).toHaveLength(50)
  })

  test.each<[string, Record<string, string>, boolean]>([
    ['a key of 128', { ['k'.repeat(128)]: '' }, true],
    ['a key of 129', { ['k'.repeat(129)]: '' }, false],
    ['an empty key', { '': 'x' }, false],
    ['a value of 256', { k: 'v'.repeat(256) }, true],
    ['a value of 257', { k: 'v'.repeat(257) }, false],
    ['all kinds of letters', { 'ключ é_.:/=+-@ 1': '値' }, true],
    ['a sign that is none', { 'k!': '' }, false],
    ['half a pair', { k: '\ud800' }, false],
    ['reserved', { 'aws:k': '' }, false],
    ['reserved in capitals', { 'AWS:k': '' }, false],
    ['a name of Object', { constructor: 'x', toString: 'y' }, true],
    ['none', {}, false],
  ])('%s', async (_story, tags, fine) => {
    const answer = await bench.call(put, { ...at, tags })
    expect(answer.__type).toBe(fine ? undefined : 'InvalidParameterException')
    expect(await listed()).toEqual(fine ? tags : {})
  })
})

test.each<[string, object]>([
  ['ListTagsLogGroup', { logGroupName: '/b' }],
  ['TagLogGroup', { logGroupName: '/b', tags: { a: 'b' } }],
  ['UntagLogGroup', { logGroupName: '/b', tags: ['a'] }],
  ['ListTagsForResource', { resourceArn: `${resourceArn}b` }],
  ['ListTagsForResource', { resourceArn: resourceArn.replace('000000000000', '123456789012') }],
  ['TagResource', { resourceArn: `${resourceArn}b`, tags: { a: 'b' } }],
  ['UntagResource', { resourceArn: `${resourceArn}b`, tagKeys: ['a'] }],
])('%s of a group that is not there', async (operation, input) => {
  expect(await bench.call(operation, input)).toEqual(missing)
})

test('an ARN of something else', async () => {
  expect(await bench.call('ListTagsForResource', { resourceArn: 'arn:aws:s3:::bucket' })).toMatchObject({
    __type: 'InvalidParameterException',
  })
})
