/** Bodies that are broken, too large, too deep or that grow when they are unpacked. */
import { createGzip, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { watchMemory } from '../../bench/measure/index.ts'
import { expectAws } from './answers.ts'
import { eachRow, group, headerLines, unchecked, type World, within } from './world.ts'

const mebibyte = 1_048_576
const good = (stream: string) =>
  JSON.stringify({ logGroupName: group, logStreamName: stream, logEvents: [{ timestamp: 1, message: 'x' }] })

export function bodyCases(world: () => World): void {
  const put = (body: Uint8Array | string, headers?: Record<string, string>) =>
    world().aws('PutLogEvents', body, headers)

  eachRow<[string, Uint8Array, string]>([
    ['gzip, cut off', gzipSync(good('healthy')).subarray(0, -12), 'gzip'],
    ['gzip, a bit turned', turned(gzipSync(good('healthy')), 20), 'gzip'],
    ['gzip, a wrong checksum', turned(gzipSync(good('healthy')), -6), 'gzip'],
    ['gzip, a head alone', gzipSync('').subarray(0, 10), 'gzip'],
    ['no gzip at all', Buffer.from(good('healthy')), 'gzip'],
    ['deflate, cut off', deflateSync(good('healthy')).subarray(0, -6), 'deflate'],
    ['an encoding that nobody knows', Buffer.from(good('healthy')), 'br'],
    ['two encodings', gzipSync(gzipSync(good('healthy'))), 'gzip, gzip'],
  ])('what cannot be unpacked', async (_name, body, encoding) => {
    expectAws(await put(body, { 'Content-Encoding': encoding }), 'SerializationException')
  })

  test('100 MB, told beforehand', async () => {
    expectAws(await put(Buffer.alloc(100_000_000, 'a')), 'InvalidParameterException')
  })

  test('100 MB in chunks, told by nobody', async () => {
    const chunk = Buffer.concat([
      Buffer.from(`${mebibyte.toString(16)}\r\n`),
      Buffer.alloc(mebibyte, 'a'),
      Buffer.from('\r\n'),
    ])
    const head = headerLines({
      Host: world().host,
      'X-Amz-Target': 'Logs_20140328.PutLogEvents',
      Authorization: unchecked,
      'X-Amz-Date': '20260101T000000Z',
      'Transfer-Encoding': 'chunked',
    })
    const answer = await world().send(`POST / HTTP/1.1\r\n${head}\r\n`, ...Array<Buffer>(96).fill(chunk), '0\r\n\r\n')
    expectAws(answer, 'InvalidParameterException')
  })

  eachRow<[string, string]>([
    ['lists', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['lists that never end', '['.repeat(200_000)],
  ])('200,000 levels', async (_name, deep) => {
    expectAws(await put(deep), /Exception$/)
    expectAws(await put(`{"logGroupName":${deep},"logStreamName":"healthy","logEvents":[]}`), /Exception$/)
    expectAws(
      await put(
        `{"logGroupName":"${group}","logStreamName":"healthy","logEvents":[{"timestamp":1,"message":${deep}}]}`,
      ),
      'SerializationException',
    )
  })

  test('depth in a member that nobody reads is no fault', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const asked = `{"logGroupName":"${group}","logStreamName":"none","logEvents":[{"timestamp":1,"message":"x"}],"other":${deep}}`
    expectAws(await put(asked), 'ResourceNotFoundException')
  })

  eachRow<[string, Uint8Array]>([
    ['a byte that UTF-8 never has', Buffer.from([0xff])],
    ['a sequence cut off', Buffer.from([0xe2, 0x82])],
    ['a longer form than needed', Buffer.from([0xc0, 0xaf])],
    ['a surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80])],
    ['past U+10FFFF', Buffer.from([0xf4, 0x90, 0x80, 0x80])],
  ])('wrong UTF-8', async (_name, wrong) => {
    const [before, after] = good('healthy').split('"x"')
    const body = Buffer.concat([Buffer.from(`${before}"`), wrong, Buffer.from(`"${after}`)])
    expect(expectAws(await put(body), 'SerializationException')).toMatch(/UTF-8/)
  })

  eachRow<[string, string | Uint8Array]>([
    ['no JSON', 'logGroupName=x'],
    ['cut off', good('healthy').slice(0, -3)],
    ['more behind it', `${good('healthy')}{}`],
    ['a mark of byte order', `\ufeff${good('healthy')}`],
    ['UTF-16', Buffer.from(good('healthy'), 'utf16le')],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '1e999'],
    ['null', 'null'],
    ['spaces', '   '],
  ])('a body that is no input', async (_name, body) => {
    expectAws(await put(body), 'SerializationException')
  })

  test('no body', async () => {
    expect(expectAws(await put(''), 'InvalidParameterException')).toMatch(/logGroupName/)
  })

  test('a bomb of 1 GB costs no memory to speak of', async () => {
    const bomb = await zeros(1_024)
    expect(bomb.length).toBeLessThan(8 * mebibyte)
    await put(bomb, { 'Content-Encoding': 'gzip' })
    const before = world().residentBytes()
    const memory = watchMemory(world().server.pid, 20)
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(bomb, { 'Content-Encoding': 'gzip' })))
    memory.stop()
    for (const answer of answers)
      expect(expectAws(answer, /InvalidParameter|Throttling/)).toMatch(/too large|exceeded/i)
    expect((memory.peak() - before) / mebibyte).toBeLessThan(150)
  })

  test('megabytes of brackets, many at once and each in a request that waits, cost no memory to speak of', async () => {
    // 1.5 MB stays below the bound from which on values are counted.
    const brackets = `[${'{},'.repeat(500_000)}{}]`
    const asked = `{"logGroupName":"${group}","filterPattern":"\\"nothing like this\\"","other":${brackets}}`
    const before = world().residentBytes()
    const memory = watchMemory(world().server.pid, 20)
    const answers = await within(Promise.all(Array.from({ length: 24 }, () => world().aws('FilterLogEvents', asked))))
    memory.stop()
    for (const answer of answers) if (answer.status !== 200) expectAws(answer, /^(Throttling|Serialization)Exception$/)
    expect((memory.peak() - before) / mebibyte).toBeLessThan(250)
  })
}

/** One bit of a byte turned; `at` from the end when negative. */
function turned(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  const index = at < 0 ? copy.length + at : at
  copy[index] = copy[index]! ^ 0x10
  return copy
}

/** `mebibytes` of zeros as gzip, made as a stream. */
async function zeros(mebibytes: number): Promise<Buffer> {
  const zip = createGzip({ level: 1 })
  const parts: Buffer[] = []
  zip.on('data', part => parts.push(part))
  const ended = new Promise(resolve => zip.once('end', resolve))
  const block = Buffer.alloc(mebibyte)
  for (let left = mebibytes; left > 0; left--)
    if (!zip.write(block)) await new Promise(resolve => zip.once('drain', resolve))
  zip.end()
  await ended
  return Buffer.concat(parts)
}
