/** For tests: an endpoint on a real server, an open door instead of signatures, and a raw client. */
import { type Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, instant, ok, type Random } from '../../../model/index.ts'
import type { Authenticator, Caller } from '../../auth/index.ts'
import { bodyBudget } from './body-budget.ts'
import { type AwsEndpointOptions, createAwsEndpoint } from './endpoint.ts'
import type { AwsService } from './service.ts'

export const steppedClock = (start: number): Clock & { set(at: number): void } => {
  let now = start
  return {
    now: () => instant(now),
    sleep: async () => {},
    set(at) {
      now = at
    },
  }
}

export const countingRandom = (): Random => {
  let n = 0
  return {
    next() {
      n = (n * 9_301 + 49_297) % 233_280
      return n / 233_280
    },
  }
}

export const openDoor = (caller: Partial<Caller> = {}): Pick<Authenticator, 'verifyAws'> => ({
  verifyAws: async () => ok({ name: 'kim', role: 'operator', accessKeyId: 'AKIA', region: 'eu-west-3', ...caller }),
})

export interface TestServer extends AsyncDisposable {
  readonly port: number
  readonly server: Server
}

export async function serve(services: readonly AwsService[], options: Partial<AwsEndpointOptions> = {}) {
  const endpoint = createAwsEndpoint({
    services,
    authenticator: openDoor(),
    clock: steppedClock(1_800_000_000_000),
    random: countingRandom(),
    account: '000000000000',
    budget: bodyBudget(67_108_864),
    ...options,
  })
  const server = createServer((req, res) => void endpoint(req, res))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  } satisfies TestServer
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
  /** Of the body as JSON. */
  readonly json: Record<string, unknown>
}

export interface RawCall {
  readonly body?: string | Uint8Array | (() => AsyncIterable<Uint8Array>)
  readonly headers?: Record<string, string>
  readonly method?: string
  readonly path?: string
  readonly agent?: Agent
}

/** Sends the whole body before it looks at the answer, as most SDKs do. */
export function call(port: number, target: string | undefined, { body, headers, method, path, agent }: RawCall = {}) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        agent,
        method: method ?? 'POST',
        path: path ?? '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          ...(target === undefined ? {} : { 'x-amz-target': target }),
          ...(typeof body === 'string' || body instanceof Uint8Array
            ? { 'content-length': String(Buffer.byteLength(body)) }
            : {}),
          ...headers,
        },
      },
      res => {
        const chunks: Buffer[] = []
        res.on('data', chunk => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: res.statusCode!, headers: res.headers, text, json: text === '' ? {} : JSON.parse(text) })
        })
      },
    )
    sent.on('error', reject)
    if (typeof body !== 'function') {
      sent.end(body)
      return
    }
    const pump = async () => {
      for await (const chunk of body()) {
        if (!sent.write(chunk)) await new Promise(resolve => sent.once('drain', resolve))
      }
      sent.end()
    }
    pump().catch(reject)
  })
}
