/** Requests signed by programs that we did not write, caught on a socket as they were sent. */
import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { CloudWatchLogsClient, FilterLogEventsCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { describe, expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import { signingKey } from './canonical.ts'
import { type AwsRequest, readClaim } from './claim.ts'
import { faultOf } from './signature.ts'

const secret = 'abc/def+ghi'

/** Serves on a free port until `call` is done, and gives every request that came. */
async function caught(call: (endpoint: string) => Promise<unknown>): Promise<AwsRequest[]> {
  const requests: AwsRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      requests.push({ method, url, headers, payloadSha256: () => hash('sha256', Buffer.concat(chunks), 'hex') })
      response.setHeader('content-type', 'application/x-amz-json-1.1').end('{}')
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  try {
    await call(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
  return requests
}

function verdicts(requests: readonly AwsRequest[], key = secret) {
  return requests.map(request => {
    const claim = readClaim(request)
    return claim.ok
      ? (faultOf(request, claim.value, 'logs', signingKey(key, claim.value), instant(Date.now()))?.code ?? 'fine')
      : claim.error
  })
}

const message = '한글 "quoted" \\ \u0000 🙂'

describe('@aws-sdk/client-cloudwatch-logs', () => {
  test.each([
    ['a key', {}],
    ['a session token', { sessionToken: 'any+thing/=' }],
  ])('signs with %s', async (_story, extra) => {
    const requests = await caught(async endpoint => {
      const client = new CloudWatchLogsClient({
        endpoint,
        region: 'eu-west-3',
        credentials: { accessKeyId: 'AKIA', secretAccessKey: secret, ...extra },
      })
      const events = [{ timestamp: 1, message }]
      await client.send(new PutLogEventsCommand({ logGroupName: '/a/b', logStreamName: 's s', logEvents: events }))
      await client.send(new FilterLogEventsCommand({ logGroupName: '/a/b', filterPattern: '{ $.a = "é" }' }))
      client.destroy()
    })
    expect(verdicts(requests)).toEqual(['fine', 'fine'])
    expect(verdicts(requests, 'wrong')).toEqual(['bad-signature', 'bad-signature'])
  })
})

const script = `
import sys, json, botocore.session
from botocore.config import Config
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
import urllib.request
s = botocore.session.Session()
s.set_credentials('AKIA', ${JSON.stringify(secret)}, 'any+thing/=')
c = s.create_client('logs', region_name='eu-west-3', endpoint_url=sys.argv[1], config=Config(retries={'max_attempts': 0}))
c.put_log_events(logGroupName='/a/b', logStreamName='s', logEvents=[{'timestamp': 1, 'message': ${JSON.stringify(message)}}])
c.describe_log_groups()
r = AWSRequest(method='GET', url=sys.argv[1] + '/x%20y/?e=&a=b%20c&a=%28~%29', headers={})
SigV4QueryAuth(s.get_credentials(), 'logs', 'eu-west-3', expires=60).add_auth(r)
urllib.request.urlopen(r.url).read()
`

const python = await promisify(execFile)('python3', ['-c', 'import botocore']).then(
  () => true,
  () => false,
)
if (!python) console.warn('skipped: botocore is not installed, so nothing it signs was checked')

test.skipIf(!python)('botocore signs in the header and in the query', async () => {
  const requests = await caught(endpoint => promisify(execFile)('python3', ['-c', script, endpoint]))
  expect(verdicts(requests)).toEqual(['fine', 'fine', 'fine'])
  expect(requests.at(-1)?.url).toContain('X-Amz-Security-Token')
  expect(verdicts(requests, 'wrong')).toEqual(['bad-signature', 'bad-signature', 'bad-signature'])
})
