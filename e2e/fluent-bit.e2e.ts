/** Fluent Bit's `cloudwatch_logs` output: replayed byte for byte by TLS, and the program itself where FLUENT_BIT names one. */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connection, connect, type Key, logsClient } from '../bench/wire/index.ts'
import { createKey } from './keys.ts'
import { fluentBit, replay } from './replay/index.ts'
import { runProgram, type Server, startServer } from './server.ts'

let server: Server
let key: Key
beforeAll(async () => {
  server = await startServer({ args: ['--tls-listen', '127.0.0.1:0', '--auth', 'required'] })
  key = await createKey(server.dataDir, 'operator')
})
afterAll(() => server?.stop())

const tls = (): string => {
  if (server.tlsUrl === undefined) throw new Error(`no TLS address was printed:\n${server.said()}`)
  return server.tlsUrl
}
const read = async (logGroupName: string) => {
  const client = logsClient(server.url, key)
  const { json } = await client.call('FilterLogEvents', { logGroupName })
  client.close()
  return json.events as readonly { message: string; logStreamName: string; timestamp: number }[]
}

describe('replayed', () => {
  let connection: Connection
  beforeAll(async () => {
    // `tls.verify off`, as most set it.
    connection = await connect(tls(), { ca: 'any' })
  })
  afterAll(() => connection?.close())

  const group = '/aws/containerinsights/demo/application'
  const stream = 'ip-10-0-0-1-application.var.log.containers.web-5d9c_shop_web-2f4f.log'
  const createStream = `{"logGroupName":"${group}","logStreamName":"${stream}"}`

  test('the first write to an unknown group', async () => {
    const fluent = replay(connection, new URL(tls()).host, key, fluentBit)
    const first = await fluent.send('CreateLogStream', createStream)
    expect(first.status).toBe(400)
    // Compared by strcmp over there: no namespace before it.
    expect(first.json.__type).toBe('ResourceNotFoundException')
    expect((await fluent.send('CreateLogGroup', `{"logGroupName":"${group}"}`)).status).toBe(200)
    expect((await fluent.send('PutRetentionPolicy', `{"logGroupName":"${group}","retentionInDays":7}`)).status).toBe(
      200,
    )
    expect((await fluent.send('CreateLogStream', createStream)).status).toBe(200)
    const again = await fluent.send('CreateLogStream', createStream)
    expect([again.status, again.json.__type]).toEqual([400, 'ResourceAlreadyExistsException'])

    const now = Date.now()
    const record = {
      time: new Date(now).toISOString(),
      stream: 'stdout',
      _p: 'F',
      log: '{"level":"error","msg":"boom ✓"}',
    }
    const events = `{"timestamp":${now},"message":${JSON.stringify(JSON.stringify(record))}}`
    const put = await fluent.send(
      'PutLogEvents',
      `{"logGroupName":"${group}","logStreamName":"${stream}","logEvents":[${events}]}`,
    )
    expect(put.status).toBe(200)
    // Without this header Fluent Bit counts the batch as failed and sends it again.
    expect(put.head).toMatch(/\r\nx-amzn-requestid: [0-9a-f-]{36}(\r\n|$)/i)
    expect(put.json.nextSequenceToken).toMatch(/./)
    expect(await read(group)).toMatchObject([
      { logStreamName: stream, timestamp: now, message: JSON.stringify(record) },
    ])
  })

  test('a batch up to the bound of one megabyte', async () => {
    const fluent = replay(connection, new URL(tls()).host, key, fluentBit)
    const [logGroupName, logStreamName] = ['big', 'one']
    await fluent.send('CreateLogGroup', `{"logGroupName":"${logGroupName}"}`)
    await fluent.send('CreateLogStream', `{"logGroupName":"${logGroupName}","logStreamName":"${logStreamName}"}`)
    const message = `{"log":"${'x'.repeat(1000)}"}`
    const count = Math.floor(1_048_576 / (message.length + 26))
    const now = Date.now()
    const logEvents = Array.from({ length: count }, () => ({ timestamp: now, message }))
    const put = await fluent.send('PutLogEvents', JSON.stringify({ logGroupName, logStreamName, logEvents }))
    expect(put.status).toBe(200)
    logEvents.push({ timestamp: now, message })
    const over = await fluent.send('PutLogEvents', JSON.stringify({ logGroupName, logStreamName, logEvents }))
    expect([over.status, over.json.__type]).toEqual([400, 'InvalidParameterException'])
  })

  test('the signature is really looked at', async () => {
    const wrong = { ...key, secretAccessKey: `${key.secretAccessKey}x` }
    const fluent = replay(connection, new URL(tls()).host, wrong, fluentBit)
    const refused = await fluent.send('CreateLogStream', createStream)
    expect([refused.status, refused.json.__type]).toEqual([400, 'InvalidSignatureException'])
  })
})

const program = process.env.FLUENT_BIT ?? '/opt/fluent-bit/bin/fluent-bit'
const missing = !existsSync(program)
if (missing) console.warn(`SKIPPED: Fluent Bit itself. It is in none of the registries; name the program in FLUENT_BIT`)

test.skipIf(missing)('Fluent Bit itself writes five lines', async () => {
  const { hostname, port } = new URL(tls())
  const output = {
    region: 'us-east-1',
    log_group_name: 'real',
    log_stream_name: 'dummy',
    auto_create_group: 'true',
    endpoint: hostname,
    port,
    'tls.verify': 'off',
  }
  const properties = Object.entries(output).flatMap(([name, value]) => ['-p', `${name}=${value}`])
  const env = { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey }
  const running = runProgram(
    program,
    ['-q', '-i', 'dummy', '-p', 'samples=5', '-o', 'cloudwatch_logs', '-m', '*', ...properties, '-f', '1'],
    env,
    20_000,
  )
  for (let at = 0; at < 60 && ((await read('real').catch(() => [])) ?? []).length < 5; at++) await sleep(300)
  const found = await read('real')
  expect(found.map(event => event.message)).toEqual(new Array(5).fill('{"message":"dummy"}'))
  await running
})
