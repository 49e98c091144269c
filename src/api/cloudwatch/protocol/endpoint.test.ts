import { createHash } from 'node:crypto'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { createGzip, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { err, ok } from '../../../model/index.ts'
import { bodyBudget } from './body-budget.ts'
import { clientError } from './error.ts'
import type { AwsAnswered, AwsFault } from './observer.ts'
import { type AwsService, operation } from './service.ts'
import { structure, text } from './shape.ts'
import { call, openDoor, serve } from './test-server.ts'

const faults: AwsFault[] = []
const answered: AwsAnswered[] = []
let aborted = 0
let left: readonly unknown[] = []
const attempt = (work: () => unknown): string => {
  try {
    return String(work())
  } catch (error) {
    return (error as Error).message
  }
}
let running: () => void = () => {}

const service: AwsService = {
  targetPrefix: 'Logs_20140328',
  signingName: 'logs',
  operations: new Map([
    [
      'Echo',
      operation('ask', structure({ say: text({ max: 20_000_000 }) }), async ({ say }, { region, account, bodyBytes }) =>
        ok({ say, region, account, bodyBytes, gone: undefined }),
      ),
    ],
    [
      'Tell',
      {
        need: 'ask',
        run: async (_input, call) => {
          const early = [call.bodyDigest(), call.gone, call.header('x-word'), call.header('x-none')]
          await Promise.resolve()
          const late = attempt(() => call.bodyDigest())
          return ok({ early, late, header: call.header('x-word') })
        },
      },
    ],
    [
      'Leave',
      {
        need: 'ask',
        run: async (_input, call) => {
          running()
          await new Promise(resolve => call.signal.addEventListener('abort', resolve))
          left = [call.gone, call.header('x-word')]
          return ok({})
        },
      },
    ],
    ['Put', operation('put', structure({}), async () => ok({}))],
    ['Large', { ...operation('ask', structure({}), async () => ok({})), bodyBytes: limits.awsBodyBytes + 100 }],
    [
      'Malformed',
      {
        need: 'ask',
        run: async () =>
          err({ ...clientError('MalformedQueryException', 'no'), members: { queryCompileError: { message: 'no' } } }),
      },
    ],
    ['Break', { need: 'ask', run: async () => Promise.reject(new Error('secret')) }],
    [
      'Wait',
      {
        need: 'ask',
        run: (_input, { signal }) =>
          new Promise(resolve => {
            signal.addEventListener('abort', () => {
              aborted++
              resolve(ok({}))
            })
            running()
          }),
      },
    ],
  ]),
}
const budget = bodyBudget(16_777_216)
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve([service], {
    budget,
    observe: { answered: each => void answered.push(each), faulted: each => void faults.push(each) },
  })
})
afterAll(() => server[Symbol.asyncDispose]())

const echo = 'Logs_20140328.Echo'
const ask = (...[target, raw]: [string | undefined, Parameters<typeof call>[2]?]) => call(server.port, target, raw)

describe('what an operation is told of its call', () => {
  test.each([
    ['as it is', (text: string) => Buffer.from(text), {}],
    ['packed', (text: string) => gzipSync(text), { 'content-encoding': 'gzip' }],
  ])('headers, and the digest of the body %s, while nobody has waited', async (_story, pack, headers) => {
    const body = pack('{"say":"hi"}')
    const answer = await ask('Logs_20140328.Tell', { body, headers: { ...headers, 'X-Word': 'given' } })
    expect(answer.json).toEqual({
      early: [createHash('sha256').update(body).digest('hex'), false, 'given', null],
      late: expect.stringContaining('the body is gone'),
      header: 'given',
    })
  })

  test('that its client has gone', async () => {
    const begun = new Promise<void>(resolve => {
      running = resolve
    })
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      'POST / HTTP/1.1\r\nhost: a\r\nx-amz-target: Logs_20140328.Leave\r\nx-word: kept\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 2\r\n\r\n{}',
    )
    await begun
    expect(left).toEqual([])
    socket.destroy()
    await expect.poll(() => left).toEqual([true, 'kept'])
  })
})

describe('answers', () => {
  test('an answer has its type, an id and no members that are undefined', async () => {
    const answer = await ask(echo, { body: '{"say":"hi"}' })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1')
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.json).toEqual({ say: 'hi', region: 'eu-west-3', account: '000000000000', bodyBytes: 12 })
  })

  test.each<[string, string | undefined, string | undefined, number, string, string]>([
    [
      'unknown operation',
      'Logs_20140328.StartQuery',
      '{}',
      400,
      'UnknownOperationException',
      'Unknown operation: StartQuery',
    ],
    [
      'a name of Object',
      'Logs_20140328.constructor',
      '{}',
      400,
      'UnknownOperationException',
      'Unknown operation: constructor',
    ],
    ['unknown service', 'Granite.Echo', '{}', 400, 'UnknownOperationException', 'Unknown operation: Echo'],
    ['no target', undefined, '{}', 400, 'UnknownOperationException', 'No operation is named.'],
    ['no JSON', echo, '{"say":', 400, 'SerializationException', 'The body is not valid JSON'],
    ['a wrong type', echo, '{"say":1}', 400, 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    ['our bug', 'Logs_20140328.Break', '{}', 500, 'InternalFailure', expect.not.stringContaining('secret') as string],
  ])('%s', async (_story, target, body, status, type, message) => {
    const answer = await ask(target, body === undefined ? {} : { body })
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({ __type: type, message })
    expect(answer.headers['x-amzn-errortype']).toBe(type)
    // Trying again would not help.
    expect(answer.headers['retry-after']).toBeUndefined()
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('our bug is told to whoever keeps the log', async () => {
    faults.length = 0
    const answer = await ask('Logs_20140328.Break')
    expect(faults).toEqual([
      { requestId: answer.headers['x-amzn-requestid'], operation: 'Break', error: new Error('secret') },
    ])
  })

  test('what was answered is told', async () => {
    answered.length = 0
    await ask(echo, { body: '{"say":5}' })
    await ask('Logs_20140328.Made_Up')
    expect(answered).toMatchObject([
      { service: 'logs', operation: 'Echo', errorType: 'SerializationException', bytesIn: 9 },
      { service: 'logs', operation: '', errorType: 'UnknownOperationException', bytesIn: 0 },
    ])
  })

  test('any path, JSON 1.0, and a body that is not there', async () => {
    const answer = await ask(echo, { path: '/some/where', headers: { 'content-type': 'application/x-amz-json-1.0' } })
    expect(answer.json).toMatchObject({ bodyBytes: 0 })
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.0')
  })
})

describe('who calls', () => {
  test.each<[string, string, number]>([
    ['missing-token', 'MissingAuthenticationTokenException', 400],
    ['unknown-key', 'UnrecognizedClientException', 400],
    ['bad-signature', 'InvalidSignatureException', 400],
    ['expired', 'InvalidSignatureException', 400],
    ['malformed', 'IncompleteSignatureException', 400],
    ['unavailable', 'ServiceUnavailableException', 503],
  ])('%s', async (code, type, status) => {
    const authenticator = { verifyAws: async () => err({ code, message: 'why' } as never) }
    await using closed = await serve([service], { authenticator })
    const answer = await call(closed.port, echo, { body: '{' })
    expect([answer.status, answer.json.__type]).toEqual([status, type])
  })

  test('the hash is over the bytes as sent', async () => {
    const seen: string[] = []
    const authenticator = {
      verifyAws: async (...[request]: Parameters<ReturnType<typeof openDoor>['verifyAws']>) => {
        seen.push(request.payloadSha256(), request.url, String(request.secure))
        return openDoor().verifyAws(request, 'logs')
      },
    }
    await using asked = await serve([service], { authenticator })
    const body = gzipSync('{"say":"hi"}')
    const { hash } = await import('node:crypto')
    await call(asked.port, echo, { body, path: '/?x=1', headers: { 'content-encoding': 'gzip' } })
    expect(seen).toEqual([hash('sha256', body, 'hex'), '/?x=1', 'false'])
  })

  test('a reader may ask and not put', async () => {
    await using readers = await serve([service], { authenticator: openDoor({ role: 'reader' }) })
    expect((await call(readers.port, echo)).status).toBe(200)
    expect((await call(readers.port, 'Logs_20140328.Put')).json).toEqual({
      __type: 'AccessDeniedException',
      message: "The access key's role does not allow logs:Put.",
    })
  })
})

describe('bodies', () => {
  const said = 'x'.repeat(1_000_000)
  const body = JSON.stringify({ say: said })
  async function* chunked(bytes: Uint8Array, size = 70_000) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }

  test.each<[string, Parameters<typeof call>[2]]>([
    ['plain', { body }],
    ['chunked', { body: () => chunked(Buffer.from(body)) }],
    ['gzip', { body: gzipSync(body), headers: { 'content-encoding': 'gzip' } }],
    ['gzip, chunked', { body: () => chunked(gzipSync(body), 100), headers: { 'content-encoding': 'gzip' } }],
    ['Expect: 100-continue', { body, headers: { expect: '100-continue' } }],
  ])('%s', async (_story, raw) => {
    const answer = await ask(echo, raw)
    expect(answer.json.bodyBytes).toBe(body.length)
    expect(answer.json.say).toBe(said)
    expect(budget.used()).toBe(0)
  })

  test('an error carries the members that its shape has', async () => {
    expect((await ask('Logs_20140328.Malformed', { body: '{}' })).json).toEqual({
      __type: 'MalformedQueryException',
      message: 'no',
      queryCompileError: { message: 'no' },
    })
  })

  test('truncated gzip', async () => {
    const answer = await ask(echo, {
      body: gzipSync(body).subarray(0, -20),
      headers: { 'content-encoding': 'gzip' },
    })
    expect(answer.json.__type).toBe('SerializationException')
  })

  const padded = (size: number) => `{"say":"${'x'.repeat(size - 10)}"}`
  test.each([
    ['with its length', (bytes: string) => bytes],
    ['chunked', (bytes: string) => () => chunked(Buffer.from(bytes))],
  ])('at the bound and one past it, %s', async (_story, as) => {
    expect((await ask(echo, { body: as(padded(limits.awsBodyBytes)) })).json.bodyBytes).toBe(limits.awsBodyBytes)
    const refused = await ask(echo, { body: as(padded(limits.awsBodyBytes + 1)) })
    expect(refused.json).toMatchObject({ __type: 'InvalidParameterException' })
    expect(refused.headers.connection).not.toBe('close')
    expect(budget.used()).toBe(0)
  })

  test.each([
    [limits.awsBodyBytes + 100, 200],
    [limits.awsBodyBytes + 101, 400],
  ])('an operation may take more than others: %i bytes, answered %i', async (size, status) => {
    for (const headers of [{}, { 'content-encoding': 'gzip' }]) {
      const body = 'content-encoding' in headers ? gzipSync(padded(size)) : padded(size)
      expect((await ask('Logs_20140328.Large', { body, headers })).status).toBe(status)
    }
  })

  test('100 MB are read to their end and refused', async () => {
    const mebibyte = Buffer.alloc(1_048_576, 'a')
    async function* endless() {
      for (let i = 0; i < 100; i++) yield mebibyte
    }
    for (const headers of [{}, { 'content-length': String(100 * mebibyte.length) }]) {
      const answer = await ask(echo, { body: endless, headers })
      expect([answer.status, answer.json.__type]).toEqual([400, 'InvalidParameterException'])
    }
    expect(budget.used()).toBe(0)
  })

  test('what is past the drain bound is answered and cut off', async () => {
    const heard = await new Promise<string>(resolve => {
      const socket = connect(server.port, '127.0.0.1')
      let text = ''
      socket.on('data', data => {
        text += data
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: ${echo}\r\nContent-Length: ${2 ** 40}\r\n\r\n`)
      const mebibyte = Buffer.alloc(1_048_576, 'a')
      let sent = 0
      const more = () => {
        while (sent <= limits.awsDrainBytes && !socket.destroyed) {
          sent += mebibyte.length
          if (!socket.write(mebibyte)) return void socket.once('drain', more)
        }
      }
      more()
    })
    expect(heard).toContain('400 Bad Request')
    expect(heard).toContain('InvalidParameterException')
    expect(heard.toLowerCase()).toContain('connection: close')
  })

  test('a bomb of 1 GB costs no more than the bound', async () => {
    const gzip = createGzip({ level: 9 })
    const bomb = (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of gzip) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    })()
    const mebibyte = Buffer.alloc(1_048_576, 'a')
    for (let i = 0; i < 1_024; i++) if (!gzip.write(mebibyte)) await new Promise(go => gzip.once('drain', go))
    gzip.end()
    const packed = await bomb
    const before = process.resourceUsage().maxRSS
    for (let i = 0; i < 5; i++) {
      const answer = await ask(echo, { body: packed, headers: { 'content-encoding': 'gzip' } })
      expect([answer.status, answer.json.__type]).toEqual([400, 'InvalidParameterException'])
    }
    // maxRSS is in KiB: far from the gigabyte, whatever else this process does.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(200_000)
  })

  test('past the budget: "slow down" on a connection that lives, and no bytes are lost from the budget', async () => {
    const small = bodyBudget(body.length)
    await using tight = await serve([service], { budget: small })
    let release: () => void = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    async function* slowly() {
      yield Buffer.from(body.slice(0, 10))
      await held
      yield Buffer.from(body.slice(10))
    }
    const slow = call(tight.port, echo, { body: slowly, headers: { 'content-length': String(body.length) } })
    await expect.poll(() => small.used()).toBe(body.length)
    // Twice on one connection: a refused body is read to its end, so the next request is understood.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (const say of ['x', said, 'y']) {
      const refused = await call(tight.port, echo, { body: JSON.stringify({ say }), agent })
      expect([refused.status, refused.json]).toEqual([400, { __type: 'ThrottlingException', message: 'Rate exceeded' }])
      expect(refused.headers['retry-after']).toBe(String(limits.slowDownRetryAfter / 1_000))
    }
    release()
    expect((await slow).json.say).toBe(said)
    expect(small.used()).toBe(0)
    expect((await call(tight.port, echo, { body, agent })).status).toBe(200)
    agent.destroy()
  })

  test('many at once: each is answered, and the budget is whole again', async () => {
    const small = bodyBudget(3 * body.length)
    await using tight = await serve([service], { budget: small })
    const answers = await Promise.all(Array.from({ length: 32 }, () => call(tight.port, echo, { body })))
    for (const { status, json } of answers) {
      if (status === 200) expect(json.say).toBe(said)
      else expect(json.__type).toBe('ThrottlingException')
    }
    expect(small.used()).toBe(0)
  })

  test('a client that goes away in the middle of its body leaves nothing behind', async () => {
    for (const head of ['Content-Length: 5000000', 'Transfer-Encoding: chunked']) {
      await new Promise<void>(resolve => {
        const socket = connect(server.port, '127.0.0.1')
        socket.write(`POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: ${echo}\r\n${head}\r\n\r\n`)
        socket.write('10\r\n0123456789abcdef\r\n', () => setTimeout(() => socket.destroy(), 20))
        socket.on('close', () => resolve())
      })
    }
    await expect.poll(() => budget.used()).toBe(0)
  })

  test('a client that goes away while it waits aborts the operation', async () => {
    const started = new Promise<void>(resolve => {
      running = resolve
    })
    const socket = connect(server.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Logs_20140328.Wait\r\nContent-Length: 2\r\n\r\n{}')
    await started
    expect(aborted).toBe(0)
    socket.destroy()
    await expect.poll(() => aborted).toBe(1)
  })
})

test('whatever the body, the answer is an answer or an error in the shape of AWS', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map(s => Buffer.from(s)),
    fc.json().map(s => Buffer.from(s)),
    fc.json().map(s => gzipSync(s)),
    fc.uint8Array({ maxLength: 60 }).map(s => gzipSync(s).subarray(0, 40)),
  )
  const encoding = fc.constantFrom('gzip', 'deflate', 'identity', 'br', '')
  const target = fc.constantFrom(echo, 'Logs_20140328.Put', 'Logs_20140328.', '.', 'x', 'Logs_20140328.__proto__')
  await fc.assert(
    fc.asyncProperty(bytes, encoding, target, async (body, encoding, target) => {
      const answer = await ask(target, { body, headers: { 'content-encoding': encoding } })
      expect(answer.headers['x-amzn-requestid']).toBeDefined()
      if (answer.status === 200) return
      expect(answer.status).toBe(400)
      expect(answer.json).toEqual({ __type: expect.any(String), message: expect.any(String) })
    }),
    { numRuns: 500 },
  )
  expect(faults.filter(fault => fault.operation !== 'Break')).toEqual([])
})
