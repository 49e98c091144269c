import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { instant } from '../model/index.ts'
import { isLoopback, readAddress, readHostNames, readKinds, readSize, readTime, showAddress } from './words.ts'

test.each([
  ['127.0.0.1:7070', { host: '127.0.0.1', port: 7070 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:7070', { host: '::1', port: 7070 }],
  ['my-host.example:65535', { host: 'my-host.example', port: 65_535 }],
  ['my-host.example:65536', undefined],
  ['7070', undefined],
  [':7070', undefined],
  ['::1:7070', undefined],
  ['[.0.0.11]:0', undefined],
  ['[:::]:7070', undefined],
  ['http://127.0.0.1:7070', undefined],
  ['', undefined],
])('address %s', (word, address) => {
  expect(readAddress(word)).toEqual(address)
  if (address !== undefined) expect(showAddress(address)).toBe(word)
})

test.each([
  ['1GiB', 1_073_741_824],
  ['1Gi', 1_073_741_824],
  ['600MiB', 629_145_600],
  ['1.5G', 1_500_000_000],
  ['512kb', 512_000],
  ['1073741824', 1_073_741_824],
  ['1 GiB', 1_073_741_824],
  ['0', undefined],
  ['-1GiB', undefined],
  ['1iB', undefined],
  ['abc', undefined],
  ['1GiBs', undefined],
  ['999999999999999TiB', undefined],
])('size %s', (word, size) => {
  expect(readSize(word)).toBe(size)
})

const now = instant(Date.parse('2026-11-21T03:00:00Z'))
test.each([
  ['now', '2026-11-21T03:00:00.000Z'],
  ['15m', '2026-11-21T02:45:00.000Z'],
  ['2h', '2026-11-21T01:00:00.000Z'],
  ['1w', '2026-11-14T03:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T10:00:00+09:00', '2026-11-20T01:00:00.000Z'],
  ['1795230000000', '2026-11-21T03:00:00.000Z'],
  ['yesterday', undefined],
  ['15', undefined],
  ['2026-13-01', undefined],
])('time %s', (word, iso) => {
  const at = readTime(word, now)
  expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(iso)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['localhost.example', false],
  ['127.0.0.1.example', false],
])('loopback %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

test.each([
  ['mangru.mangru.svc', ['mangru.mangru.svc']],
  ['mangru.mangru.svc,10.0.0.7,fd00::1', ['mangru.mangru.svc', '10.0.0.7', 'fd00::1']],
  ['', undefined],
  ['a,,b', undefined],
  ['*.svc', undefined],
  ['-a', undefined],
  ['a b', undefined],
  ['a'.repeat(254), undefined],
  [Array.from({ length: limits.certificateNames }, () => 'a').join(), Array(limits.certificateNames).fill('a')],
  [Array.from({ length: limits.certificateNames + 1 }, () => 'a').join(), undefined],
])('host names %s', (word, names) => {
  expect(readHostNames(word)).toEqual(names)
})

test('kinds by choice: custom resources alone, each once, so many and no more', () => {
  const kinds = (count: number) => Array.from({ length: count }, (_, at) => `k${at}.a.b`)
  expect(readKinds('b.c.d, a.c.d,b.c.d')).toEqual(['b.c.d', 'a.c.d'])
  for (const word of ['', 'pods', 'a.b.c,', 'a.b.c,deployments.apps']) expect(readKinds(word)).toBeUndefined()
  expect(readKinds(kinds(limits.chosenKinds).join())).toHaveLength(limits.chosenKinds)
  expect(readKinds(kinds(limits.chosenKinds + 1).join())).toBeUndefined()
})
