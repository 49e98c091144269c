/** Who may call: known keys always sign rightly, `--auth required` lets nobody else in, and a revoked key is out at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amzDate, connect, type Key, logsClient, sha256, signatureOf } from '../bench/wire/index.ts'
import { createKey } from './keys.ts'
import { runMangru, type Server, startServer } from './server.ts'

const stranger: Key = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'any' }
const outcome = async (
  server: Server,
  key: Key,
  operation = 'DescribeLogGroups',
  input: unknown = {},
): Promise<string> => {
  const client = logsClient(server.url, key)
  const { status, error } = await client.call(operation, input)
  client.close()
  return status === 200 ? 'ok' : error
}

/** The same call with its signature in the query, good for `expires` seconds from `at`. */
async function presigned(server: Server, key: Key, at: Date, expires: number): Promise<number> {
  const { host } = new URL(server.url)
  const date = amzDate(at)
  const target = 'Logs_20140328.DescribeLogGroups'
  const scope = `${date.slice(0, 8)}/us-east-1/logs/aws4_request`
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encodeURIComponent(`${key.accessKeyId}/${scope}`)}`,
    `X-Amz-Date=${date}`,
    `X-Amz-Expires=${expires}`,
    `X-Amz-SignedHeaders=${encodeURIComponent('host;x-amz-target')}`,
  ].join('&')
  const request = {
    method: 'POST',
    path: '/',
    query,
    headers: { host, 'x-amz-target': target },
    bodyHash: sha256('{}'),
  }
  const { signature } = signatureOf(request, key, 'us-east-1', 'logs', date)
  const connection = await connect(server.url)
  const head = `POST /?${query}&X-Amz-Signature=${signature} HTTP/1.1\r\nHost: ${host}\r\nX-Amz-Target: ${target}\r\n`
  const answer = await connection.send(
    Buffer.from(`${head}Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}`),
  )
  connection.close()
  return answer.status
}

describe('--auth required', () => {
  let server: Server
  let key: Key
  beforeAll(async () => {
    server = await startServer({ args: ['--auth', 'required'] })
    key = await createKey(server.dataDir, 'operator', 'ops')
  })
  afterAll(() => server?.stop())

  test('a known key is let in, while the server runs', async () => {
    expect(await outcome(server, key)).toBe('ok')
  })

  test('an unknown key, a wrong secret and no signature are refused in the words of AWS', async () => {
    expect(await outcome(server, stranger)).toBe('UnrecognizedClientException')
    expect(await outcome(server, { ...key, secretAccessKey: 'wrong' })).toBe('InvalidSignatureException')
    const bare = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.DescribeLogGroups' },
      body: '{}',
    })
    expect(bare.status).toBe(400)
    expect(await bare.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
  })

  test('our own API asks for a login', async () => {
    expect((await fetch(`${server.url}/api/logs/groups`)).status).toBe(401)
    expect(await (await fetch(`${server.url}/api/session`)).json()).toMatchObject({ loginRequired: true })
  })

  test('a presigned query holds as long as it says', async () => {
    expect(await presigned(server, key, new Date(), 60)).toBe(200)
    expect(await presigned(server, key, new Date(Date.now() - 120_000), 60)).toBe(400)
    expect(await presigned(server, { ...key, secretAccessKey: 'wrong' }, new Date(), 60)).toBe(400)
  })

  test.each([
    ['reader', 'ok', 'AccessDeniedException', 'AccessDeniedException'],
    ['writer', 'ok', 'ok', 'AccessDeniedException'],
    ['operator', 'ok', 'ok', 'ok'],
  ] as const)('a %s may do what its role says', async (role, reads, writes, operates) => {
    const own = await createKey(server.dataDir, role, `a-${role}`)
    const logGroupName = `of-${role}`
    await outcome(server, key, 'CreateLogGroup', { logGroupName })
    await outcome(server, key, 'CreateLogStream', { logGroupName, logStreamName: 's' })
    expect(await outcome(server, own, 'FilterLogEvents', { logGroupName })).toBe(reads)
    const logEvents = [{ timestamp: Date.now(), message: 'x' }]
    expect(await outcome(server, own, 'PutLogEvents', { logGroupName, logStreamName: 's', logEvents })).toBe(writes)
    expect(await outcome(server, own, 'DeleteLogGroup', { logGroupName })).toBe(operates)
  })

  test('a revoked key is out', async () => {
    const own = await createKey(server.dataDir, 'reader', 'short-lived')
    expect(await outcome(server, own)).toBe('ok')
    const revoked = await runMangru(['keys', 'revoke', own.accessKeyId, '--data', server.dataDir])
    expect(revoked.code).toBe(0)
    expect(await outcome(server, own)).toBe('UnrecognizedClientException')
  })

  test('keys are listed without their secrets', async () => {
    const { code, out } = await runMangru(['keys', 'list', '--data', server.dataDir, '--json'])
    expect(code).toBe(0)
    expect(out).toContain(key.accessKeyId)
    expect(out).not.toContain(key.secretAccessKey)
  })
})

describe('open, on loopback', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.stop())

  test('a key that is unknown passes; one that is known must sign rightly', async () => {
    expect(await outcome(server, stranger)).toBe('ok')
    const key = await createKey(server.dataDir)
    expect(await outcome(server, key)).toBe('ok')
    expect(await outcome(server, { ...key, secretAccessKey: 'wrong' })).toBe('InvalidSignatureException')
  })

  test('the page and our API need no login', async () => {
    expect((await fetch(`${server.url}/api/logs/groups`)).status).toBe(200)
  })
})
