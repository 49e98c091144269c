import { describe, expect, test } from 'vitest'
import { isPublicAddress, networksOf } from './addresses.ts'
import { type Allowed, mayCall, readAllowed, targetOf } from './allowed.ts'
import { parseDestination, shownDestination } from './destination.ts'

function allowed(text: string): Allowed {
  const read = readAllowed(text)
  if (read === undefined) throw new Error(text)
  return read
}

describe('addresses', () => {
  test.each([
    ['8.8.8.8', true],
    ['52.94.236.248', true],
    ['2606:4700::6810:84e5', true],
    ['10.0.0.1', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['127.0.0.1', false],
    ['127.255.255.254', false],
    ['0.0.0.0', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['100.128.0.1', true],
    ['192.0.2.7', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['fc00::1', false],
    ['fd12:3456::1', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['2001::1', false],
    ['2002:a00:1::', false],
    ['64:ff9b::a00:1', false],
    ['64:ff9b:1::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:a00:1', false],
    ['::FFFF:127.0.0.1', false],
    ['::ffff:8.8.8.8', true],
    ['0:0:0:0:0:ffff:7f00:1', false],
    ['::127.0.0.1', false],
    ['localhost', false],
    ['', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })

  test.each([
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['10.0.0.0/8'], '11.0.0.1', false],
    [['fd00::/8', '127.0.0.0/8'], 'fd00::1', true],
    [['::1/128'], '::1', true],
    [[], '10.0.0.1', false],
  ] as const)('%j hold %s: %s', (cidrs, address, expected) => {
    expect(networksOf(cidrs)?.has(address)).toBe(expected)
  })

  test.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', 'x/8', '10.0.0/8', '/', '10.0.0.0/-1', '10.0.0.0/8x'])(
    '%s is no network',
    cidr => {
      expect(networksOf([cidr])).toBeUndefined()
    },
  )
})

describe('what the operator writes', () => {
  test.each([
    ['none', []],
    ['', []],
    ['https://a.example, https://*.b.example:8443', ['https://a.example', 'https://*.b.example:8443']],
    ['file:/var/out net:10.0.0.0/8', ['file:/var/out', 'net:10.0.0.0/8']],
    [
      'arn:aws:lambda:*:*:function:f=https://u:secret@h.example/p?token=secret',
      ['arn:aws:lambda:*:*:function:f → https://…@h.example/p?token=…'],
    ],
  ])('%s', (text, words) => {
    expect(allowed(text).words).toEqual(words)
  })

  test.each([
    'ftp://a',
    'a.example',
    'https://a.example/path',
    'https://*a',
    'file:relative',
    'file:/a,file:/b',
    'net:x',
    'arn:x=ftp://y',
    'https://user@a',
  ])('%s is refused', text => {
    expect(readAllowed(text)).toBeUndefined()
  })
})

describe('where a destination may lead', () => {
  const rules =
    'https://hooks.example,https://*.wild.example,http://any.example:*,http://10.0.0.5:8080,http://[::1]:99,file:/out,arn:aws:kinesis:*:*:stream/a*=https://k.example/in,arn:aws:lambda:r:1:function:f=https://l.example'
  test.each([
    ['https://hooks.example/a?b=c', true],
    ['https://hooks.example:443/', true],
    ['https://HOOKS.example/', true],
    ['https://hooks.example./', true],
    ['https://hooks.example:444/', false],
    ['http://hooks.example/', false],
    ['https://evil.example/', false],
    ['https://hooks.example.evil.example/', false],
    ['https://hooks.example@evil.example/', false],
    ['https://evil.example#hooks.example', false],
    ['https://evil.example\\@hooks.example/', false],
    ['https://a.wild.example/', true],
    ['https://a.b.wild.example/', true],
    ['https://wild.example/', false],
    ['https://notwild.example/', false],
    ['http://any.example:1234/', true],
    ['http://10.0.0.5:8080/', true],
    ['http://167772165:8080/', true],
    ['http://10.0.0.6:8080/', false],
    ['http://[::1]:99/', true],
    ['file:errors', true],
    ['file:../errors', false],
    ['file:a/b', false],
    ['file:.hidden', false],
    ['file:', false],
    ['arn:aws:kinesis:r:1:stream/abc', true],
    ['arn:aws:kinesis:r:1:stream/b', false],
    ['arn:aws:lambda:r:1:function:f', true],
    ['arn:aws:lambda:r:1:function:g', false],
    ['arn:aws:sqs:r:1:q', false],
    ['arn:aws:logs:r:1:destination:d', true],
    ['arn:aws:logs:r:1:destination:ring', false],
    ['arn:aws:logs:r:1:destination:none', false],
    ['mangru+https://hooks.example/group/%2Fa%2Fb', true],
    ['mangru+https://hooks.example/', false],
    ['mangru+https://evil.example/group/g', false],
    ['mangru+https://hooks.example/group/%zz', false],
    ['javascript:alert(1)', false],
    ['https://', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    const named: Record<string, string> = {
      d: 'arn:aws:kinesis:r:1:stream/abc',
      ring: 'arn:aws:logs:r:1:destination:ring',
    }
    const target = targetOf(text, allowed(rules), name => named[name])
    expect([text, target.ok]).toEqual([text, expected])
    if (!target.ok) expect(target.error).toMatch(/\w+ \w+.*\.$/)
  })

  test('nothing is allowed by default', () => {
    for (const text of ['https://hooks.example', 'file:x', 'arn:aws:kinesis:r:1:stream/x', 'mangru+http://h/group/g']) {
      expect(targetOf(text, allowed('none')).ok).toBe(false)
    }
  })

  test.each([
    ['arn:aws:kinesis:r:1:stream/abc', 'plain'],
    ['arn:aws:lambda:r:1:function:f', 'lambda'],
    ['https://hooks.example/', 'plain'],
  ])('the body for %s is %s', (text, shape) => {
    expect(targetOf(text, allowed(rules))).toMatchObject({ value: { shape } })
  })
})

describe('an address that a name has just now', () => {
  const rules = allowed('https://a.example,http://10.0.0.5,http://[fd00::1],net:192.168.0.0/16')
  test.each([
    ['a.example', '93.184.216.34', true],
    ['a.example', '10.0.0.5', false],
    ['a.example', '127.0.0.1', false],
    ['a.example', '169.254.169.254', false],
    ['a.example', '192.168.3.4', true],
    ['a.example', '::ffff:192.168.3.4', true],
    ['10.0.0.5', '10.0.0.5', true],
    ['[fd00::1]', 'fd00::1', true],
    ['[fd00::2]', 'fd00::2', false],
  ])('%s at %s: %s', (host, address, expected) => {
    expect(mayCall(host, address, rules)).toBe(expected)
  })
})

describe('what is shown', () => {
  test.each([
    ['https://h.example/p', 'https://h.example/p'],
    ['https://user:secret@h.example/p', 'https://…@h.example/p'],
    ['https://a@b@h.example/p', 'https://…@h.example/p'],
    ['https://h.example/p?token=secret&x=secret&y', 'https://h.example/p?token=…&x=…&y'],
    ['mangru+http://KEY:secret@h:7070/group/g', 'mangru+http://…@h:7070/group/g'],
    ['https://h.example/p#secret', 'https://h.example/p'],
    ['file:x', 'file:x'],
    ['arn:aws:kinesis:r:1:stream/x', 'arn:aws:kinesis:r:1:stream/x'],
  ])('%s as %s', (text, expected) => {
    expect(shownDestination(text)).toBe(expected)
    expect(shownDestination(text)).not.toContain('secret')
  })

  test('a destination without secrets is shown as it was written', () => {
    const parsed = parseDestination('https://h.example:8443/a/b')
    expect(parsed).toEqual({ ok: true, value: { kind: 'webhook', url: 'https://h.example:8443/a/b', shape: 'plain' } })
  })
})
