/** The metrics APIs over real TLS sockets: who is let in, how an authority is learnt, and how answers travel. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { gunzipSync } from 'node:zlib'
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import { limits } from '../limits.ts'
import { err, instant, millis, ok } from '../model/index.ts'
import type { AccessDesk, ClusterError, FrontProxy, Node } from '../model/kubernetes/index.ts'
import { listenForMetrics, type MetricsApiSources, type MetricsListener } from './metrics-api.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
interface Made {
  readonly cert: string
  readonly key: string
  readonly keys: CryptoKeyPair
  readonly name: string
}
type CryptoKeyPair = webcrypto.CryptoKeyPair

/** An authority, or a client's certificate that one has signed. */
async function make(name: string, issuer?: Made): Promise<Made> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const subject = `CN=${name}`
  const times = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) }
  const of = { serialNumber: `4${Math.floor(Math.random() * 1e9)}`, ...times, signingAlgorithm: algorithm }
  const cert =
    issuer === undefined
      ? await x509.X509CertificateGenerator.createSelfSigned({
          ...{ ...of, name: subject, keys },
          extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
        })
      : await x509.X509CertificateGenerator.create({
          ...{ ...of, subject, issuer: `CN=${issuer.name}`, publicKey: keys.publicKey },
          signingKey: issuer.keys.privateKey,
          extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
        })
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`
  return { cert: `${cert.toString('pem').trimEnd()}\n`, key, keys, name }
}

let dir: string
let authority: Made
let other: Made
let proxyClient: Made
let strangers: Made
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-metrics-api-'))
  ;[authority, other] = await Promise.all([make('front'), make('other')])
  ;[proxyClient, strangers] = await Promise.all([
    make('front-proxy-client', authority),
    make('front-proxy-client', other),
  ])
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const told: string[] = []
let clock: ReturnType<typeof steppedClock>
let open: MetricsListener | undefined
beforeEach(() => {
  told.length = 0
  clock = steppedClock(instant(Date.now()))
})
afterEach(async () => {
  const stopping = open?.stop()
  // What is still open is given its time.
  await clock.step(limits.stopPatience)
  await stopping
  open = undefined
})

const address = { host: '127.0.0.1', port: 0 }
const wanted = { listen: address, cert: null, key: null, names: ['mangru.mangru.svc'], clientAuthority: null }

async function listening(more: Partial<typeof wanted> | { readonly clientAuthority: string } = {}) {
  const listened = await listenForMetrics({ metricsApi: { ...wanted, ...more }, dataDir: dir }, clock, line =>
    told.push(line),
  )
  if (!listened.ok) throw new Error(listened.error.message)
  open = listened.value
  return listened.value as MetricsListener
}

const usual: Omit<FrontProxy, 'authority'> = {
  ...{ allowedNames: ['front-proxy-client'], userHeaders: ['X-Remote-User'] },
  ...{ groupHeaders: ['X-Remote-Group'], extraPrefixes: [] },
}
function desk(more: Partial<AccessDesk> = {}): AccessDesk {
  return {
    frontProxy: async () => ok({ ...usual, authority: authority.cert }),
    review: async ({ caller: { name } }) => ok(name === 'ann'),
    close: () => undefined,
    ...more,
  }
}
const nodes = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ apiVersion: 'v1', kind: 'Node', metadata: { name: `n${at}`, uid: '', resourceVersion: '' } },
  })) as Node[]
const sources = (access: AccessDesk | null): MetricsApiSources => ({
  cluster: {
    names: ['c'],
    objects: kind => (kind === 'Node' ? nodes(1) : []) as never,
    object: () => undefined,
    sight: () => ({ state: 'seen' }),
  },
  usage: {
    node: () => ({ cpu: 1, memory: 1, at: instant(0), window: millis(15_000) }),
    pod: () => undefined,
    silent: () => [],
  },
  metrics: { list: async () => ok([]), statisticsOf: async () => ok([]) },
  access,
})

interface Got {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Buffer
}
async function get(path: string, client?: Made, headers: Record<string, string> = {}, more: RequestOptions = {}) {
  const [, port] = /:(\d+)/.exec(told.find(line => line.includes('https://')) ?? '') ?? []
  const ca = await readFile(join(dir, 'metrics-api', 'tls', 'authority.pem'), 'utf8')
  const own = client === undefined ? {} : { cert: client.cert, key: client.key }
  const options = {
    host: '127.0.0.1',
    port,
    path,
    headers,
    ca,
    servername: 'mangru.mangru.svc',
    agent: false,
    ...own,
    ...more,
  }
  return new Promise<Got>((resolve, reject) => {
    const asked = request(options as RequestOptions, answer => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}
const ann = { 'x-remote-user': 'ann' }
const list = '/apis/metrics.k8s.io/v1beta1/nodes'
const said = ({ body }: Got) => (JSON.parse(body.toString()) as { message: string }).message

describe('who asks', () => {
  test('is let in by the front proxy’s certificate alone, and may what the cluster says', async () => {
    const listener = await listening()
    expect((await get(list, proxyClient, ann)).status).toBe(503)
    listener.connect(sources(desk()))
    await clock.step(millis(1))
    expect((await get(list, proxyClient, ann)).status).toBe(200)
    for (const [client, headers] of [
      [undefined, ann],
      [strangers, ann],
      [proxyClient, {}],
    ] as const) {
      const refused = await get(list, client, headers)
      expect([refused.status, said(refused), refused.headers.connection]).toEqual([401, 'Unauthorized', 'close'])
    }
    const ben = await get(list, proxyClient, { 'x-remote-user': 'ben' })
    expect([ben.status, said(ben)]).toEqual([403, 'User "ben" cannot list nodes.metrics.k8s.io'])
    const root = { 'x-remote-user': 'root', 'x-remote-group': 'system:masters' }
    expect((await get('/nothing/here', proxyClient, root)).status).toBe(404)
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
  })

  test('is known by a file, where it is told', async () => {
    const file = join(dir, 'front.pem')
    await writeFile(file, authority.cert)
    const listener = await listening({ clientAuthority: file })
    listener.connect(sources(null))
    expect((await get(list, proxyClient, ann)).status).toBe(200)
    expect((await get(list, strangers, ann)).status).toBe(401)
  })

  test('is nobody until the cluster has told, and another when it tells another', async () => {
    let answer: Awaited<ReturnType<AccessDesk['frontProxy']>> = err({ code: 'not-found', message: 'none' })
    const listener = await listening()
    listener.connect(sources(desk({ frontProxy: async () => answer })))
    await clock.step(millis(1))
    expect((await get(list, proxyClient, ann)).status).toBe(401)
    expect((await get('/readyz')).body.toString()).toContain('[-]front-proxy')
    answer = ok({ ...usual, authority: 'no certificate' })
    await clock.step(limits.frontProxyAsk)
    expect(told.filter(line => line.includes('Nobody can be let in'))).toHaveLength(2)
    answer = ok({ ...usual, authority: other.cert })
    await clock.step(millis(limits.frontProxyAsk - 2))
    expect((await get(list, strangers, ann)).status).toBe(401)
    await clock.step(millis(1))
    expect((await get(list, strangers, ann)).status).toBe(200)
    answer = ok({ ...usual, authority: authority.cert })
    await clock.step(millis(limits.frontProxyAskAgain - 1))
    expect((await get(list, proxyClient, ann)).status).toBe(401)
    await clock.step(millis(1))
    expect((await get(list, proxyClient, ann)).status).toBe(200)
    expect((await get(list, strangers, ann)).status).toBe(401)
  })

  test.each<[string, ClusterError, number]>([
    [
      'who we may not ask about is believed to have been asked about',
      {
        code: 'may-not',
        verb: 'create',
        group: 'authorization.k8s.io',
        resource: 'subjectaccessreviews',
        message: 'no',
      },
      200,
    ],
    ['who cannot be asked about comes again', { code: 'unreachable', message: 'away' }, 503],
  ])('%s', async (_story, error, status) => {
    const listener = await listening()
    listener.connect(sources(desk({ review: async () => err(error) })))
    await clock.step(millis(1))
    for (const _again of [1, 2]) expect((await get(list, proxyClient, ann)).status).toBe(status)
    const lines = told.filter(line => line.includes('is not asked again'))
    expect(lines).toHaveLength(status === 200 ? 1 : 0)
  })
})

describe('an answer', () => {
  test('is packed from scalingPackFrom bytes on', async () => {
    const file = join(dir, 'front.pem')
    await writeFile(file, authority.cert)
    const listener = await listening({ clientAuthority: file })
    let padding = 0
    const padded = () => [
      { ...nodes(1)[0], metadata: { ...nodes(1)[0]?.metadata, labels: { a: 'x'.repeat(padding) } } },
    ]
    const from = sources(null)
    listener.connect({ ...from, cluster: { ...from.cluster, objects: () => padded() as never } })
    const asks = { ...ann, 'accept-encoding': 'gzip' }
    const empty = (await get(list, proxyClient, asks)).body.length
    padding = limits.scalingPackFrom - empty - 1
    const plain = await get(list, proxyClient, asks)
    expect([plain.headers['content-encoding'], plain.body.length]).toEqual([undefined, limits.scalingPackFrom - 1])
    padding += 1
    const packed = await get(list, proxyClient, asks)
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.body)).toHaveLength(limits.scalingPackFrom)
    expect((await get(list, proxyClient, ann)).headers['content-encoding']).toBeUndefined()
  })

  test('is not sent again to who has it, and nothing is written here', async () => {
    const file = join(dir, 'front.pem')
    await writeFile(file, authority.cert)
    const listener = await listening({ clientAuthority: file })
    listener.connect(sources(null))
    const first = await get('/openapi/v2', proxyClient, ann)
    expect(JSON.parse(first.body.toString()).swagger).toBe('2.0')
    const again = await get('/openapi/v2', proxyClient, { ...ann, 'if-none-match': String(first.headers.etag) })
    expect([again.status, again.body.length]).toEqual([304, 0])
    expect((await get(list, proxyClient, ann, { method: 'POST' })).status).toBe(405)
    const head = await get(list, proxyClient, ann, { method: 'HEAD' })
    expect([head.status, head.body.length]).toEqual([200, 0])
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0)
  })
})

describe('it does not start', () => {
  test.each([
    ['without the authority’s file', '/nowhere/front.pem', 'cannot be read'],
    ['with another file for it', join(import.meta.dirname, 'metrics-api.ts'), 'holds no PEM certificate'],
  ])('%s', async (_story, clientAuthority, words) => {
    const listened = await listenForMetrics({ metricsApi: { ...wanted, clientAuthority }, dataDir: dir }, clock, line =>
      told.push(line),
    )
    expect(listened).toMatchObject({ ok: false, error: { message: expect.stringContaining(words) } })
  })
  test('where it is not wanted', async () => {
    expect(await listenForMetrics({ metricsApi: null, dataDir: dir }, clock, () => undefined)).toEqual(ok(undefined))
  })
})

test('without a cluster there is nothing to tell, and it is said', async () => {
  const listener = await listening()
  listener.connect(undefined)
  expect(told.at(-1)).toBe('The metrics APIs have nothing to tell: no cluster is watched.')
  expect((await get('/healthz')).status).toBe(200)
  const { status, body } = await get('/apis')
  expect([status, JSON.parse(body.toString())]).toEqual([
    503,
    expect.objectContaining({ kind: 'Status', reason: 'ServiceUnavailable', code: 503, message: told.at(-1) }),
  ])
})

test.each([
  ['what is no request', 'this is no HTTP\r\n\r\n', 400, 'BadRequest'],
  ['headers that are too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, ''],
  ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', 405, 'MethodNotAllowed'],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n', 417, ''],
])('%s is refused in the words of Kubernetes too', async (_story, bytes, code, reason) => {
  await listening()
  const [, port] = /:(\d+)/.exec(told.find(line => line.includes('https://')) ?? '') ?? []
  const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false })
  socket.end(bytes)
  let heard = ''
  for await (const part of socket) heard += part
  const [head, body = ''] = heard.split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${code} `))
  expect(JSON.parse(body)).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason })
})
