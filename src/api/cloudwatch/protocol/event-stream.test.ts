import { request } from 'node:http'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ok } from '../../../model/index.ts'
import { EventStream, encodeFrame, type StreamFrame } from './event-stream.ts'
import type { AwsFault } from './observer.ts'
import type { AwsService } from './service.ts'
import { serve } from './test-server.ts'

interface Read {
  readonly headers: Record<string, string>
  readonly payload: string
}

/** A reader of its own, by the published layout; checks both sums. */
function readFrames(bytes: Buffer): Read[] {
  const read: Read[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const headLength = bytes.readUInt32BE(at + 4)
    expect(bytes.readUInt32BE(at + 8)).toBe(crc32(bytes.subarray(at, at + 8)))
    expect(bytes.readUInt32BE(at + length - 4)).toBe(crc32(bytes.subarray(at, at + length - 4)))
    const headers: Record<string, string> = {}
    for (let head = at + 12; head < at + 12 + headLength; ) {
      const nameEnd = head + 1 + bytes.readUInt8(head)
      expect(bytes.readUInt8(nameEnd)).toBe(7)
      const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1)
      headers[bytes.toString('utf8', head + 1, nameEnd)] = bytes.toString('utf8', nameEnd + 3, valueEnd)
      head = valueEnd
    }
    read.push({ headers, payload: bytes.toString('utf8', at + 12 + headLength, at + length - 4) })
    at += length
  }
  return read
}

describe('a frame', () => {
  test('of an event', () => {
    const frame = encodeFrame({ kind: 'event', name: 'initial-response', payload: '{}' })
    expect(readFrames(frame)).toEqual([
      {
        headers: { ':message-type': 'event', ':event-type': 'initial-response', ':content-type': 'application/json' },
        payload: '{}',
      },
    ])
    expect(frame.subarray(0, 8).toString('hex')).toBe('0000006800000056')
  })

  test('of an exception', () => {
    const frame = encodeFrame({ kind: 'exception', name: 'SessionTimeoutException', message: 'over' })
    expect(readFrames(frame)).toEqual([
      {
        headers: {
          ':message-type': 'exception',
          ':exception-type': 'SessionTimeoutException',
          ':content-type': 'application/json',
        },
        payload: '{"message":"over"}',
      },
    ])
  })

  test('carries any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }), payloads => {
        const frames = payloads.map(payload => encodeFrame({ kind: 'event', name: 'x', payload }))
        expect(readFrames(Buffer.concat(frames)).map(frame => frame.payload)).toEqual(payloads)
      }),
    )
  })
})

/** One operation, `Tail`, whose frames the test writes. */
async function tailing(frames: (signal: AbortSignal) => AsyncIterable<StreamFrame>) {
  const faults: AwsFault[] = []
  const service: AwsService = {
    targetPrefix: 'Logs_20140328',
    signingName: 'logs',
    operations: new Map([
      ['Tail', { need: 'ask', run: async (_input, call) => ok(new EventStream(frames(call.signal))) }],
    ]),
  }
  const server = await serve([service], { observe: { faulted: fault => faults.push(fault) } })
  const open = () =>
    new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const headers = { 'x-amz-target': 'Logs_20140328.Tail', 'content-length': 2 }
      request({ port: server.port, host: '127.0.0.1', method: 'POST', headers }, resolve).on('error', reject).end('{}')
    })
  return { server, open, faults }
}

const event = (payload: string): StreamFrame => ({ kind: 'event', name: 'x', payload })

describe('an answer that goes on', () => {
  test('comes frame by frame and ends', async () => {
    const { server, open } = await tailing(async function* () {
      yield event('1')
      yield event('2')
    })
    await using _ = server
    const answer = await open()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.amazon.eventstream',
      'transfer-encoding': 'chunked',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    expect(readFrames(Buffer.concat(chunks)).map(frame => frame.payload)).toEqual(['1', '2'])
  })

  test('asks for no more than the reader takes, and lets go when he is gone', async () => {
    let made = 0
    let freed = false
    const { server, open } = await tailing(async function* () {
      try {
        for (;;) {
          made += 1
          yield event('x'.repeat(1_000_000))
        }
      } finally {
        freed = true
      }
    })
    await using _ = server
    const answer = await open()
    let before = -1
    while (before !== made) {
      before = made
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    expect(made).toBeLessThan(50)
    answer.destroy()
    while (!freed) await new Promise(resolve => setTimeout(resolve, 5))
  })

  test('that breaks is cut off, not ended', async () => {
    const read = Promise.withResolvers<void>()
    const { server, open, faults } = await tailing(async function* () {
      yield event('1')
      await read.promise
      throw new Error('a bug')
    })
    await using _ = server
    const answer = await open()
    await expect(
      (async () => {
        for await (const _chunk of answer) read.resolve()
      })(),
    ).rejects.toThrow('aborted')
    expect(faults).toMatchObject([{ operation: 'Tail', error: { message: 'a bug' } }])
  })
})
