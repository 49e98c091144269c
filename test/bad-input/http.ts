/** Requests that are hardly HTTP, and clients that do not end what they began. */
import { expect, test } from 'vitest'
import { openKey } from '../../bench/load/index.ts'
import { logsClient } from '../../bench/wire/index.ts'
import { expectApi, expectAws, expectHttp } from './answers.ts'
import { eachRow, group, headerLines, type RawSocket, rawSocket, unchecked, type World, within } from './world.ts'

const targetOf = (operation: string) => ({
  'X-Amz-Target': `Logs_20140328.${operation}`,
  Authorization: unchecked,
  'X-Amz-Date': '20260101T000000Z',
})
/** A whole request that would leave a trace if anybody took it. */
const smuggled = (host: string) => {
  const body = '{"logGroupName":"smuggled"}'
  return `POST / HTTP/1.1\r\n${headerLines({ Host: host, ...targetOf('CreateLogGroup'), 'Content-Length': String(body.length) })}\r\n${body}`
}

export function requestCases(world: () => World): void {
  const opened = async (): Promise<RawSocket> => rawSocket(world().url)

  eachRow<[string]>([['GET'], ['PUT'], ['OPTIONS'], ['DELETE'], ['PATCH'], ['PROPFIND']])(
    'any method on everything',
    async method => {
      const paths = [
        '/',
        '/x',
        '/api',
        '/api/',
        '/api/x',
        '/api/logs/search',
        '/api/logs/groups',
        '/api/session',
        '/ready',
        '/assets/x.js',
        '/%00',
        '/%',
        '//',
        '/?x=%',
      ]
      for (const path of paths) {
        const answer = await world().api(method, path)
        expect([path, answer.status]).toEqual([path, expect.any(Number)])
        expect(answer.status).toBeLessThan(500)
        if (answer.status >= 400) expectApi(answer, answer.status, /^(not-found|invalid-request|over-limit)$/)
      }
      const aws = await world().api(method, '/', undefined, targetOf('Nope'))
      expectAws(aws, 'UnknownOperationException')
    },
  )

  test('an API POST with no body, HEAD and an absolute address', async () => {
    for (const path of [
      '/api/logs/search',
      '/api/logs/histogram',
      '/api/logs/facets',
      '/api/logs/pattern',
      '/api/logs/groups',
      '/api/session',
    ]) {
      expectApi(await world().api('POST', path), 400, 'invalid-request')
    }
    const { socket, heard, closed } = await opened()
    socket.write(`HEAD / HTTP/1.1\r\nHost: ${world().host}\r\nConnection: close\r\n\r\n`)
    await within(closed)
    expect((await heard(0)).length).toBeLessThanOrEqual(1)
    const absolute = await world().send(`GET http://${world().host}/ready HTTP/1.1\r\nHost: ${world().host}\r\n\r\n`)
    expect(absolute.status).toBeLessThan(500)
  })

  test('operations that nobody knows', async () => {
    const send = (target: string) => world().api('POST', '/', '{}', { ...targetOf('x'), 'X-Amz-Target': target })
    for (const target of [
      'Logs_20140328.Nope',
      'Logs_20140328.',
      '.',
      '',
      'Nope',
      'Logs_20140328.__proto__',
      'Logs_20140328.constructor',
      'Logs_20140328.putLogEvents',
      '__proto__.toString',
      'Other.PutLogEvents',
      'Logs_20140328.PutLogEvents.x',
      'x'.repeat(8_000),
      '\xff\xfe',
    ])
      expectAws(await send(target), 'UnknownOperationException')
  })

  eachRow<[string, Record<string, string>, string]>([
    ['no claim', {}, 'MissingAuthenticationTokenException'],
    ['another scheme', { Authorization: 'Basic eDp5' }, 'MissingAuthenticationTokenException'],
    ['an empty claim', { Authorization: 'AWS4-HMAC-SHA256 x' }, 'IncompleteSignatureException'],
    ['a claim of commas', { Authorization: `AWS4-HMAC-SHA256 ${','.repeat(10_000)}` }, 'IncompleteSignatureException'],
    ['a date that is none', { Authorization: unchecked, 'X-Amz-Date': 'yesterday' }, 'IncompleteSignatureException'],
    [
      'a date past all dates',
      { Authorization: unchecked, 'X-Amz-Date': '+275760-09-13T00:00:00.001Z' },
      'IncompleteSignatureException',
    ],
    [
      'a scope of slashes',
      { Authorization: unchecked.replace(/Credential=[^,]*/, 'Credential=/////'), 'X-Amz-Date': '20260101T000000Z' },
      'IncompleteSignatureException',
    ],
  ])('claims that are none', async (_name, headers, type) => {
    const body = '{}'
    const head = headerLines({
      Host: world().host,
      'X-Amz-Target': 'Logs_20140328.DescribeLogGroups',
      'Content-Length': '2',
      ...headers,
    })
    expectAws(await world().send(`POST / HTTP/1.1\r\n${head}\r\n`, body), type)
  })

  eachRow<[string, readonly string[]]>([
    ['both a length and chunks', ['Content-Length: 6', 'Transfer-Encoding: chunked']],
    ['chunks and then a length', ['Transfer-Encoding: chunked', 'Content-Length: 6']],
    ['two lengths', ['Content-Length: 0', 'Content-Length: 6']],
    ['a length below nothing', ['Content-Length: -1']],
    ['a length with a plus', ['Content-Length: +6']],
    ['a length in hexadecimal', ['Content-Length: 0x6']],
    ['a length beyond 64 bits', ['Content-Length: 99999999999999999999999']],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity']],
    ['a space before the colon', ['Transfer-Encoding : chunked']],
    ['a name with a NUL', ['X-\0: y']],
    ['a line with no colon', ['nothing']],
  ])(
    'requests of two lengths are refused whole, and what follows is not taken for a request',
    async (_name, headers) => {
      const { socket, heard, closed } = await opened()
      const head = `POST / HTTP/1.1\r\nHost: ${world().host}\r\n${headerLines(targetOf('DescribeLogGroups'))}${headers.join('\r\n')}\r\n\r\n`
      socket.write(Buffer.from(`${head}0\r\n\r\n${smuggled(world().host)}`, 'latin1'))
      const answers = await heard(1)
      await within(closed)
      expect(answers).toHaveLength(1)
      expectHttp(answers[0], 400)
      const groups = await world().client.call('DescribeLogGroups', { logGroupNamePrefix: 'smuggled' })
      expect(groups.json.logGroups).toEqual([])
    },
  )

  eachRow<[string, string, number]>([
    ['a chunk with no size', 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', 400],
    [
      'a chunk beyond 64 bits',
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n',
      400,
    ],
    ['no method', ' / HTTP/1.1\r\n\r\n', 400],
    ['a method that nobody knows', 'FETCH / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['HTTP/2 with prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['HTTP/3.0', 'GET / HTTP/3.0\r\nHost: localhost\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a bomb of one header', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['a bomb of many headers', `GET / HTTP/1.1\r\nHost: localhost\r\n${'a: b\r\n'.repeat(100_000)}\r\n`, 431],
    ['a bomb of an address', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
    ['an expectation that nobody meets', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: the-unexpected\r\n\r\n', 417],
    ['a tunnel', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n', 405],
  ])('what is hardly HTTP is answered in words', async (_name, bytes, status) => {
    const { socket, heard, closed } = await opened()
    socket.write(Buffer.from(bytes, 'latin1'))
    const answers = await heard(1)
    expectHttp(answers[0], status)
    await within(closed)
    expect(answers).toHaveLength(1)
  })

  test('an upgrade that nobody offers is a request like any other', async () => {
    const answer = await world().send(
      `GET /api/session HTTP/1.1\r\nHost: ${world().host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n\r\n`,
    )
    expect(answer.status).toBe(200)
  })

  test('an AWS call by a stranger’s name of ours is refused in the words of AWS', async () => {
    const asked = '{"logGroupName":"smuggled"}'
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost:80:80', ''])
      expectAws(await world().aws('CreateLogGroup', asked, { Host: host }), 'AccessDeniedException')
  })

  test('HTTP/1.0, with a host and without', async () => {
    const body = '{}'
    const head = headerLines({ ...targetOf('DescribeLogGroups'), 'Content-Length': String(body.length) })
    const told = await world().send(`POST / HTTP/1.0\r\nHost: ${world().host}\r\n${head}\r\n`, body)
    expect([told.status, told.headers.connection]).toEqual([200, 'close'])
    expectAws(await world().send(`POST / HTTP/1.0\r\n${head}\r\n`, body), 'AccessDeniedException')
    expectApi(await world().send('GET /api/logs/groups HTTP/1.0\r\n\r\n'), 403, 'forbidden')
  })
}

export function connectionCases(world: () => World): void {
  const head = (operation: string, length: number) =>
    `POST / HTTP/1.1\r\n${headerLines({ Host: world().host, ...targetOf(operation), 'Content-Length': String(length) })}\r\n`

  test('twenty requests in one write are answered in their order', async () => {
    const { socket, heard } = await rawSocket(world().url)
    const bodies = Array.from(
      { length: 20 },
      (_, at) => `{"logGroupName":"${at % 2 ? group : 'none'}","logStreamName":"n${at}"}`,
    )
    socket.write(bodies.map(body => head(at(body), body.length) + body).join(''))
    const answers = await heard(20)
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(body => (body.includes('none') ? 400 : 200)))
    for (const answer of answers) if (answer.status !== 200) expectAws(answer, 'ResourceNotFoundException')
    socket.destroy()
    function at(_body: string): string {
      return 'DescribeLogStreams'
    }
  })

  test('connections that end in the middle of their body leave nothing behind', async () => {
    const body = JSON.stringify({
      logGroupName: group,
      logStreamName: 'healthy',
      logEvents: [{ timestamp: Date.now(), message: 'never whole' }],
    })
    for (let round = 0; round < 40; round++) {
      const { socket } = await rawSocket(world().url)
      // Whole but for its last byte, or a small part of what it told.
      socket.write(
        round % 2
          ? head('PutLogEvents', body.length) + body.slice(0, -1)
          : head('PutLogEvents', 8_000_000) + 'x'.repeat(100_000),
      )
      if (round % 4 < 2) socket.destroySoon()
      else socket.resetAndDestroy()
    }
    // What they held is free again: eight megabytes at once are only too long in their names.
    const large = JSON.stringify({ logGroupName: group, logStreamName: 'x'.repeat(8_000_000) })
    await untilAnswered(async () =>
      (await world().aws('PutLogEvents', large)).body.toString().includes('must have length'),
    )
  })

  test('requests that never end do not keep others out, though they take all room there is', async () => {
    // Of ever smaller bodies, so that no gap is left.
    const lengths = [8_000_000, 1_000_000, 100_000, 10_000, 1_000, 200].flatMap(length =>
      Array<number>(20).fill(length),
    )
    const halves = await Promise.all(Array.from({ length: lengths.length * 2 }, () => rawSocket(world().url)))
    const client = logsClient(world().url, openKey)
    try {
      for (const [at, length] of lengths.entries()) {
        halves[at]?.socket.write(`${head('PutLogEvents', length)}${at % 2 ? '{"logGroupName":' : ''}`)
        const other = halves[lengths.length + at]?.socket
        if (at % 2) other?.write('POST / HTTP/1.1\r\nHost: loc')
        else
          other?.write(
            `POST /api/logs/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
          )
      }
      const place = { logGroupName: group, logStreamName: 'slow' }
      const events = Array.from({ length: 1_000 }, (_, at) => ({
        timestamp: Date.now() + at,
        message: `${at} ${'x'.repeat(900)}`,
      }))
      // Real clients wait and try again when they are told to slow down, but not for long.
      await untilAnswered(async () => {
        const made = await client.call('CreateLogStream', place)
        return made.status === 200 || made.error === 'ResourceAlreadyExistsException'
      })
      await untilAnswered(async () => {
        const { status, error } = await client.call('PutLogEvents', { ...place, logEvents: events })
        if (status !== 200) expect(error).toBe('ThrottlingException')
        else
          world().remember(
            'slow',
            events.map(event => event.message),
          )
        return status === 200
      })
      expect((await world().api('GET', '/api/session')).status).toBe(200)
    } finally {
      for (const { socket } of halves) socket.destroy()
      client.close()
    }
  })

  test('readers that never read do not keep others out', async () => {
    const sockets = await Promise.all(Array.from({ length: 8 }, () => rawSocket(world().url)))
    const body = JSON.stringify({ logGroupName: group, logStreamName: 'large', startFromHead: true })
    for (const { socket } of sockets) {
      socket.pause()
      socket.write((head('GetLogEvents', body.length) + body).repeat(2))
    }
    await world().isHealthy()
    for (const { socket } of sockets) socket.destroy()
  })
}

/** Asks again, a little later each time, until it is true; fails after ten seconds. */
async function untilAnswered(ask: () => Promise<boolean>): Promise<void> {
  await within(
    (async () => {
      while (!(await ask())) await new Promise(resolve => setTimeout(resolve, 200))
    })(),
  )
}
