import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { bodyBudget } from './body-budget.ts'
import { BodyBuffers } from './body-buffers.ts'
import { awsJson } from './json.ts'
import { isAwsRequest, regionOf } from './recognise.ts'
import { requestId } from './request-id.ts'
import { unpack } from './unpack.ts'

describe('isAwsRequest', () => {
  test.each<[string, Record<string, string>, string, boolean]>([
    ['a target', { 'x-amz-target': 'Logs_20140328.X' }, '/', true],
    ['a target anywhere', { 'x-amz-target': 'Logs_20140328.X' }, '/api/x', true],
    ['a signature', { authorization: 'AWS4-HMAC-SHA256 Credential=…' }, '/service/x', true],
    ['a signature for our own API', { authorization: 'AWS4-HMAC-SHA256 Credential=…' }, '/api/self', false],
    ['a presigned query', {}, '/?A=1&X-Amz-Algorithm=AWS4-HMAC-SHA256', true],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, '/', true],
    ['a form of a page', { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' }, '/', false],
    ['CBOR', { 'smithy-protocol': 'rpc-v2-cbor' }, '/service/X/operation/Y', true],
    ['a bearer', { authorization: 'Bearer x' }, '/', false],
    ['a page', {}, '/logs', false],
    ['not quite our API', { authorization: 'AWS4-HMAC-SHA256 …' }, '/apiary', true],
  ])('%s', (_story, headers, url, expected) => {
    expect(isAwsRequest({ headers, url })).toBe(expected)
  })
})

test.each([
  ['ap-northeast-2', 'ap-northeast-2'],
  ['', 'us-east-1'],
  ['EU:west', 'us-east-1'],
  ['x'.repeat(33), 'us-east-1'],
])('region %j is echoed as %s', (scope, expected) => {
  expect(regionOf(scope)).toBe(expected)
})

test('request ids are UUIDs of version 4', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), n => {
      expect(requestId({ next: () => n })).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
    }),
  )
})

test('the budget holds its bound and gives back', () => {
  const budget = bodyBudget(100)
  expect(budget.tryReserve(100)).toBe(true)
  expect(budget.tryReserve(1)).toBe(false)
  budget.release(1)
  expect(budget.tryReserve(1)).toBe(true)
  expect(budget.used()).toBe(100)
})

describe('body buffers', () => {
  test('one is used again', () => {
    const buffers = new BodyBuffers()
    const first = buffers.take(100_000)
    expect(first.length).toBe(131_072)
    buffers.give(first)
    expect(buffers.take(131_072)).toBe(first)
    expect(buffers.take(131_072)).not.toBe(first)
  })

  test('idle ones are kept up to the bound', () => {
    const buffers = new BodyBuffers()
    const size = limits.awsBodyBytes
    const fit = limits.awsIdleBufferBytes / size
    const taken = Array.from({ length: fit + 1 }, () => buffers.take(size))
    for (const buffer of taken) buffers.give(buffer)
    const again = new Set(Array.from({ length: fit + 1 }, () => buffers.take(size)))
    expect(taken.map(buffer => again.has(buffer))).toEqual([...new Array(fit).fill(true), false])
  })
})

describe('unpack', () => {
  const text = Buffer.from('{"a":"한글"}'.repeat(1_000))
  test.each<[string | undefined, Buffer]>([
    [undefined, text],
    ['identity', text],
    ['gzip', gzipSync(text)],
    ['GZIP ', gzipSync(text)],
    ['gzip', Buffer.concat([gzipSync(text.subarray(0, 100)), gzipSync(text.subarray(100))])],
    ['deflate', deflateSync(text)],
  ])('%s', (encoding, body) => {
    expect(unpack(body, encoding)).toEqual({ ok: true, value: text })
  })

  test.each<[string, Buffer]>([
    ['gzip', gzipSync(text).subarray(0, -9)],
    ['gzip', gzipSync(text).subarray(0, 5)],
    ['gzip', Buffer.from('no gzip at all, but long enough')],
    ['deflate', Buffer.from('x')],
    ['br', text],
  ])('%s that cannot be read', (encoding, body) => {
    expect(unpack(body, encoding)).toMatchObject({ ok: false, error: { type: 'SerializationException' } })
  })

  test.each([
    [limits.awsBodyBytes, true],
    [limits.awsBodyBytes + 1, false],
  ])('%d bytes unpacked: %s', (size, fits) => {
    const packed = gzipSync(Buffer.alloc(size, 'a'))
    const plain = unpack(packed, 'gzip')
    expect(plain.ok ? plain.value.length : plain.error.type).toBe(fits ? size : 'InvalidParameterException')
  })

  test('a length that lies changes nothing', () => {
    const packed = gzipSync(text)
    const lies = [0, 1, 0xffffffff].map(length => {
      const copy = Buffer.from(packed)
      copy.writeUInt32LE(length, copy.length - 4)
      return unpack(copy, 'gzip')
    })
    expect(lies.map(plain => plain.ok)).toEqual([false, false, false])
  })
})

describe('AWS JSON', () => {
  const decode = (body: string | Uint8Array) => {
    const decoded = awsJson.decode(Buffer.from(body as string))
    return decoded.ok ? decoded.value.input : decoded.error.type
  }
  test.each<[string, string | Uint8Array, unknown]>([
    ['an empty body', '', {}],
    ['an object', '{"a":[1,"\\u0000\\ud800"]}', { a: [1, '\u0000\ud800'] }],
    ['wrong UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 'SerializationException'],
    ['a raw surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'SerializationException'],
    ['half an object', '{"a":', 'SerializationException'],
    ['a list', '[]', 'SerializationException'],
    ['null', 'null', 'SerializationException'],
    ['a NUL between values', '{"a"\u0000:1}', 'SerializationException'],
    ['deep and closed', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, expect.anything()],
    ['deep and open', `{"a":${'['.repeat(1_000_000)}`, 'SerializationException'],
  ])('%s', (_story, body, expected) => {
    expect(decode(body)).toEqual(expected)
  })

  test('a large body may hold so many values and no more', () => {
    const withTokens = (count: number) =>
      // One bracket, one comma after the padding, and a comma per further value.
      `{"pad":"${'[{,\\",'.repeat(limits.awsJsonUncheckedBytes / 6 + 10)}","v":[1${',1'.repeat(count - 3)}]}`
    expect(decode(withTokens(limits.awsJsonTokens))).toEqual(expect.anything())
    expect(typeof decode(withTokens(limits.awsJsonTokens))).toBe('object')
    expect(decode(withTokens(limits.awsJsonTokens + 1))).toBe('SerializationException')
  })

  test('a body at the unchecked size is not counted', () => {
    const body = (size: number) => `{"v":[${'1,'.repeat((size - 10) / 2)}1]}`.padEnd(size)
    expect(typeof decode(body(limits.awsJsonUncheckedBytes))).toBe('object')
    expect(decode(body(limits.awsJsonUncheckedBytes + 2))).toBe('SerializationException')
  })
})
