import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { authorization, ConnectionLost, connect, mixBatches, prepare, readAnswer, sha256, signed } from './index.ts'

test("a signature is AWS's own: the published example of ListUsers", () => {
  const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
  const request = {
    method: 'GET',
    path: '/',
    query: 'Action=ListUsers&Version=2010-05-08',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'iam.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
    },
    bodyHash: sha256(''),
  }
  expect(authorization(request, key, 'us-east-1', 'iam')).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  )
})

test.each([
  ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello', 'hello'],
  ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n', 'hello'],
  ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
  ['after 100 Continue', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', 'ok'],
])('an answer %s is read whole, and not before it is whole', (_story, text, body) => {
  const bytes = Buffer.from(text)
  for (let length = 0; length < bytes.length; length++) expect(readAnswer(bytes.subarray(0, length))).toBeUndefined()
  const read = readAnswer(Buffer.concat([bytes, Buffer.from('HTTP/1.1 2')]))
  expect(read?.answer.body.toString()).toBe(body)
  expect(read?.length).toBe(bytes.length)
})

test('a connection is kept, and its loss is told', async () => {
  let asked = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked++
      if (asked === 3) request.socket.destroy()
      else response.end(`answer ${asked} to ${request.headers['x-amz-target']}`)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const connection = await connect(`http://127.0.0.1:${port}`)
  const key = { accessKeyId: 'A', secretAccessKey: 'b' }
  const request = () => signed(prepare('DescribeLogGroups', {}), `127.0.0.1:${port}`, key, new Date(0))
  expect((await connection.send(...request())).body.toString()).toBe('answer 1 to Logs_20140328.DescribeLogGroups')
  expect((await connection.send(...request())).body.toString()).toBe('answer 2 to Logs_20140328.DescribeLogGroups')
  await expect(connection.send(...request())).rejects.toThrow(ConnectionLost)
  expect(connection.open).toBe(false)
  server.close()
})

test('batches hold every line once, one stream each, within both bounds and in the order of time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 2_000, max: 20_000 }),
      fc.integer({ min: 1, max: 30 }),
      (lines, maxBytes, maxEvents) => {
        const options = { seed: 5, lines, from: 1_000_000, to: 2_000_000, group: 'g', maxBytes, maxEvents }
        let events = 0
        for (const batch of mixBatches(options)) {
          const body = JSON.parse(batch.body.toString()) as { logEvents: { timestamp: number; message: string }[] }
          const size = body.logEvents.reduce((sum, event) => sum + Buffer.byteLength(event.message) + 26, 0)
          expect(size).toBeLessThanOrEqual(maxBytes)
          expect(size).toBe(batch.messageBytes + 26 * batch.events)
          expect(body.logEvents.length).toBeLessThanOrEqual(maxEvents)
          expect(body.logEvents).toHaveLength(batch.events)
          expect(
            body.logEvents.every(
              (event, at) => at === 0 || event.timestamp >= (body.logEvents[at - 1]?.timestamp ?? 0),
            ),
          ).toBe(true)
          expect(batch.bodyHash).toBe(sha256(batch.body))
          events += batch.events
        }
        expect(events).toBe(lines)
      },
    ),
    { numRuns: 30 },
  )
})
