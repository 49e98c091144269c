import { expect, test } from 'vitest'
import { groupArn, parseGroupArn, parseIdentifier, streamArn } from './arn.ts'

const where = { region: 'eu-west-3', account: '000000000000' }

test('ARNs are made', () => {
  expect(groupArn(where, '/a/b')).toBe('arn:aws:logs:eu-west-3:000000000000:log-group:/a/b')
  expect(streamArn(where, '/a', 's/1')).toBe('arn:aws:logs:eu-west-3:000000000000:log-group:/a:log-stream:s/1')
})

test.each<[string, string | undefined]>([
  ['arn:aws:logs:eu-west-3:000000000000:log-group:/a/b', '/a/b'],
  ['arn:aws:logs:eu-west-3:000000000000:log-group:/a/b:*', '/a/b'],
  ['arn:aws-cn:logs:cn-north-1:000000000000:log-group:x', 'x'],
  ['arn:aws:logs:eu-west-3:000000000000:log-group:/a:log-stream:s', undefined],
  ['arn:aws:logs:eu-west-3:00000000000:log-group:/a', undefined],
  ['arn:aws:logs:eu-west-3:000000000000:destination:d', undefined],
  ['arn:aws:logs:eu-west-3:000000000000:log-group:', undefined],
  ['x', undefined],
])('%s names %s', (arn, name) => {
  expect(parseGroupArn(arn)?.name).toBe(name)
})

test.each<[string, ReturnType<typeof parseIdentifier>]>([
  ['/a/b', { name: '/a/b', elsewhere: false }],
  ['arn:aws:logs:r:000000000000:log-group:/a:*', { name: '/a', elsewhere: false }],
  ['arn:aws:logs:r:123456789012:log-group:/a', { name: '/a', elsewhere: true }],
  ['a:b', undefined],
  ['a,b', undefined],
])('%s identifies', (text, expected) => {
  expect(parseIdentifier(text, '000000000000')).toEqual(expected)
})
