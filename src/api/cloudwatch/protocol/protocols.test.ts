/** Query, JSON and CBOR: the same call three times, byte for byte. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import { readCbor } from './cbor-read.ts'
import { writeCbor } from './cbor-write.ts'
import { Dictionary } from './dictionary.ts'
import { Double } from './double.ts'
import { clientError } from './error.ts'
import { readForm } from './form.ts'
import { Doubles, Timestamps } from './number-lists.ts'
import { awsQuery } from './query.ts'
import { rpcCbor } from './rpc-cbor.ts'
import { type AwsService, operation } from './service.ts'
import { double, flag, integer, listOf, structure, text, textMap, textsOf } from './shape.ts'
import { serve } from './test-server.ts'
import { instantOf, Timestamp, time } from './timestamp.ts'
import { xmlOf } from './xml.ts'

const shape = structure({
  Name: text(),
  Count: integer(),
  Share: double,
  On: flag,
  At: time,
  Points: listOf(structure({ Value: double, Words: textsOf({}) })),
  Tags: textMap({}, {}),
})
const service: AwsService = {
  targetPrefix: 'Granite',
  signingName: 'monitoring',
  xmlNamespace: 'http://example.com/doc/',
  errorNamespace: 'com.example#',
  operations: new Map([
    ['Echo', operation('ask', shape, async input => ok(input.At == null ? input : { ...input, At: at(input.At) }))],
    ['Make', operation('put', structure({}), async () => ok({}))],
    [
      'Miss',
      operation('ask', structure({}), async () =>
        err({ ...clientError('ResourceNotFoundException', 'no <such>'), queryCode: 'NotThere', queryStatus: 404 }),
      ),
    ],
  ]),
}
const at = (value: number | string) => new Timestamp(instantOf(value))

let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve([service])
})
afterAll(() => server[Symbol.asyncDispose]())

async function send(path: string, body: string | Uint8Array<ArrayBuffer> | undefined, headers: Record<string, string>) {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
const form = 'application/x-www-form-urlencoded; charset=utf-8'
const query = async (body: string) => {
  const { status, bytes, headers } = await send('/', body, { 'content-type': form })
  return { status, text: bytes.toString().replace(headers.get('x-amzn-requestid')!, 'ID') }
}
const cbor = async (operation: string, body: Uint8Array, headers: Record<string, string> = {}) =>
  send(`/service/Granite/operation/${operation}`, new Uint8Array(body), {
    'smithy-protocol': 'rpc-v2-cbor',
    'content-type': 'application/cbor',
    ...headers,
  })

describe('Query', () => {
  const full =
    'Action=Echo&Version=2010-08-01&Name=a%20%3C+%E2%82%AC&Count=7&Share=-1.5e3&On=true&At=2026-01-20T10:00:00.5Z' +
    '&Points.member.2.Value=2&Points.member.1.Value=1&Points.member.1.Words.member.1=w&Tags.entry.1.key=k&Tags.entry.1.value=v'

  test('reads texts, numbers, flags, times, lists in order of their numbers and maps', async () => {
    expect(await query(full)).toEqual({
      status: 200,
      text: '<EchoResponse xmlns="http://example.com/doc/"><EchoResult><Name>a &lt; €</Name><Count>7</Count><Share>-1500</Share><On>true</On><At>2026-01-20T10:00:00.500Z</At><Points><member><Value>1</Value><Words><member>w</member></Words></member><member><Value>2</Value></member></Points><Tags><k>v</k></Tags></EchoResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></EchoResponse>',
    })
  })

  test('an operation without output says its id alone; a GET carries the form in its address', async () => {
    const said =
      '<MakeResponse xmlns="http://example.com/doc/"><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></MakeResponse>'
    expect(await query('Action=Make')).toEqual({ status: 200, text: said })
    const got = await send('/?Action=Make&Version=2010-08-01', undefined, {})
    expect(got.bytes.toString()).toContain('<MakeResponse')
  })

  test.each([{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }])(
    'no page of a browser calls: %o',
    headers => {
      const told = { 'content-type': form, ...headers }
      expect(awsQuery.target(told, '/?Action=Make')).toBeUndefined()
      expect(rpcCbor.target(told, '/service/Granite/operation/Make')).toBeUndefined()
    },
  )

  test('errors by their old name and status', async () => {
    expect(await query('Action=Miss')).toEqual({
      status: 404,
      text: '<ErrorResponse xmlns="http://example.com/doc/"><Error><Type>Sender</Type><Code>NotThere</Code><Message>no &lt;such&gt;</Message></Error><RequestId>ID</RequestId></ErrorResponse>',
    })
    expect((await query('Action=Nothing')).text).toContain('Unknown operation: Nothing')
    expect(await query('Action=Echo&Share=much')).toMatchObject({ status: 400 })
    expect(await query('Action=Echo&Name=%ff')).toMatchObject({ status: 400 })
    expect(await query('Action=Echo&Name=1&Name.a=2')).toMatchObject({ status: 400 })
  })

  test('an empty list, and a body that came packed', async () => {
    const packed = await send('/', new Uint8Array(gzipSync('Action=Echo&Points=')), {
      'content-type': form,
      'content-encoding': 'gzip',
    })
    expect(packed.bytes.toString()).toContain('<EchoResult><Points></Points></EchoResult>')
  })

  test('bounds: fields and depth, at each and one past it', () => {
    const fields = (count: number) => Array.from({ length: count }, (_, n) => `a${n}=`).join('&')
    expect(readForm(fields(limits.awsFormFields)).ok).toBe(true)
    expect(readForm(fields(limits.awsFormFields + 1)).ok).toBe(false)
    const deep = (count: number) => `${Array.from({ length: count }, () => 'a').join('.')}=1`
    expect(readForm(deep(limits.awsDepth)).ok).toBe(true)
    expect(readForm(deep(limits.awsDepth + 1)).ok).toBe(false)
  })

  test('no form makes it throw, none reaches a prototype', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '.', '=', '&', '%', 'f', '1', 'member', '__proto__') }),
        said => {
          const decoded = awsQuery.decode(Buffer.from(said))
          if (decoded.ok) shape.fromForm?.(decoded.value.input)
          return ({} as Record<string, unknown>).a === undefined
        },
      ),
    )
  })

  test('maps of answers are entries in XML, and maps elsewhere', () => {
    const map = { m: new Dictionary([['p<1', new Double(2)]]) }
    expect(xmlOf(map)).toBe('<m><entry><key>p&lt;1</key><value>2.0</value></entry></m>')
    expect(JSON.stringify(map)).toBe('{"m":{"p<1":2}}')
    expect(readCbor(Buffer.from(writeCbor(map)))).toEqual(ok({ m: { 'p<1': 2 } }))
  })

  test('what XML cannot hold is replaced', () => {
    expect(xmlOf({ a: 'x\u0000\ud800"&', b: [1], c: Uint8Array.of(255), d: undefined, e: new Double(2) })).toBe(
      '<a>x��&quot;&amp;</a><b><member>1</member></b><c>/w==</c><e>2.0</e>',
    )
  })
})

describe('JSON with query mode', () => {
  const json = (headers: Record<string, string> = {}) =>
    send('/', '{}', { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Granite.Miss', ...headers })

  test('tells the old name in a header; without it the status is 400', async () => {
    const old = await json({ 'x-amzn-query-mode': 'true' })
    expect([old.status, old.headers.get('x-amzn-query-error')]).toEqual([404, 'NotThere;Sender'])
    const plain = await json()
    expect([plain.status, plain.headers.get('x-amzn-query-error')]).toEqual([400, null])
    expect(plain.bytes.toString()).toBe('{"__type":"com.example#ResourceNotFoundException","message":"no <such>"}')
  })
})

describe('CBOR', () => {
  const sent = Buffer.from('a2644e616d6561616241 74c1fb41d0000000000000'.replaceAll(' ', ''), 'hex')

  test('golden bytes both ways', async () => {
    const answer = await cbor('Echo', sent)
    expect(answer.bytes.toString('hex')).toBe(sent.toString('hex'))
    expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor')
    expect(answer.headers.get('content-type')).toBe('application/cbor')
    expect((await cbor('Make', new Uint8Array())).bytes.toString('hex')).toBe('a0')
  })

  test('errors are maps, with the protocol echoed', async () => {
    const answer = await cbor('Miss', new Uint8Array(), { 'x-amzn-query-mode': 'true' })
    expect([answer.status, answer.headers.get('smithy-protocol')]).toEqual([404, 'rpc-v2-cbor'])
    expect(readCbor(answer.bytes)).toEqual(
      ok({ __type: 'com.example#ResourceNotFoundException', message: 'no <such>' }),
    )
    expect((await cbor('Echo', Buffer.from('ff', 'hex'))).status).toBe(400)
  })

  test.each([
    ['bf61618101ff', { a: [1] }],
    ['9f0102ff', [1, 2]],
    ['7f61616162ff', 'ab'],
    ['f93c00', 1],
    ['f90001', 2 ** -24],
    ['fa3fc00000', 1.5],
    ['3903e7', -1000],
    ['1b0020000000000000', 2 ** 53],
    ['c11a514b67b0', 1363896240],
    ['f7', null],
    ['f5', true],
    ['5f4101ff', Buffer.of(1)],
  ])('reads %s', (hex, value) => expect(readCbor(Buffer.from(hex, 'hex'))).toEqual(ok(value)))

  test.each([
    ['1c'],
    ['61'],
    ['61ff'],
    ['a10101'],
    ['a2616101616102'],
    ['c001'],
    ['c26101'],
    ['9f'],
    ['0101'],
    ['ff'],
    ['7f4161ff'],
  ])('refuses %s', hex => expect(readCbor(Buffer.from(hex, 'hex')).ok).toBe(false))

  test('bounds: depth and count, at each and one past it', () => {
    const deep = (depth: number) => Buffer.concat([Buffer.alloc(depth, 0x81), Buffer.of(1)])
    expect(readCbor(deep(limits.awsDepth)).ok).toBe(true)
    expect(readCbor(deep(limits.awsDepth + 1)).ok).toBe(false)
    const many = (values: number) => Buffer.concat([Buffer.of(0x9f), Buffer.alloc(values - 1, 1), Buffer.of(0xff)])
    expect(readCbor(many(limits.cborItems)).ok).toBe(true)
    expect(readCbor(many(limits.cborItems + 1)).ok).toBe(false)
    expect(readCbor(Buffer.from('9bffffffffffffffff', 'hex')).ok).toBe(false)
  })

  test('what is written is read again, and no bytes make it throw', () => {
    const value = fc.jsonValue({ maxDepth: 5 })
    fc.assert(
      fc.property(value, one => {
        expect(plain(readCbor(Buffer.from(writeCbor(one))))).toEqual(plain(ok(one)))
      }),
    )
    fc.assert(fc.property(fc.uint8Array(), bytes => typeof rpcCbor.decode(Buffer.from(bytes)).ok === 'boolean'))
    expect(
      Buffer.from(writeCbor({ a: new Double(1), b: undefined, c: new Timestamp(instant(1_500)) })).toString('hex'),
    ).toBe('a26161fb3ff00000000000006163c1fb3ff8000000000000')
  })
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
})

test('lists of doubles and of times are written as if each member were one', () => {
  const instants = fc.integer({ min: 0, max: 4e12 }).map(instant)
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), fc.array(instants), (doubles, times) => {
      const long = { d: new Doubles(doubles), t: new Timestamps(times) }
      const plain = { d: doubles.map(one => new Double(one)), t: times.map(one => new Timestamp(one)) }
      expect(JSON.stringify(long)).toBe(JSON.stringify(plain))
      expect(xmlOf(long)).toBe(xmlOf(plain))
      expect(Buffer.from(writeCbor(long)).equals(writeCbor(plain))).toBe(true)
    }),
    { seed: 11 },
  )
})
