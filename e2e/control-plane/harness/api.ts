/** The test's own line to the API server: JSON over TLS with the administrator's certificate, a few connections that are kept. */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { pkiPath } from './certificates.ts'

export interface Answer {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: objects of every kind; what is read of them is what a test is about
  readonly json: any
}

export interface Api {
  /** Any status is an answer; rejects when nobody answers. */
  call(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>
  /** Rejects for a status of 400 or more, except 404 of a deletion and 409 of a creation. */
  get(path: string): Promise<Answer['json']>
  create(path: string, object: unknown): Promise<Answer['json']>
  /** A merge patch. */
  patch(path: string, change: unknown): Promise<Answer['json']>
  delete(path: string, options?: unknown): Promise<void>
}

/** As the client whose FILE.crt and FILE.key are in the folder. */
export function openApi(folder: string, port: number, file = 'admin'): Api {
  const tls = {
    ca: readFileSync(pkiPath(folder, 'ca.crt')),
    cert: readFileSync(pkiPath(folder, `${file}.crt`)),
    key: readFileSync(pkiPath(folder, `${file}.key`)),
  }
  const agent = new Agent({ ...tls, keepAlive: true, maxSockets: 20 })
  const call = (method: string, path: string, body?: unknown, contentType = 'application/json') =>
    new Promise<Answer>((resolve, reject) => {
      const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
      const headers = sent === undefined ? {} : { 'content-type': contentType, 'content-length': sent.length }
      const asked = request({ host: '127.0.0.1', port, path, method, headers, agent, timeout: 30_000 }, answer => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8')
          resolve({ status: answer.statusCode ?? 0, text, json: readJson(text) })
        })
      })
      asked.on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer within 30 s`)))
      asked.on('error', reject)
      asked.end(sent)
    })
  const must = async (pass: number, ...[method, path, body, type]: Parameters<Api['call']>) => {
    const answer = await call(method, path, body, type)
    if (answer.status >= 400 && answer.status !== pass)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.json?.message ?? answer.text.slice(0, 500)}`)
    return answer.json
  }
  return {
    call,
    get: path => must(0, 'GET', path),
    create: (path, object) => must(409, 'POST', path, object),
    patch: (path, change) => must(0, 'PATCH', path, change, 'application/merge-patch+json'),
    delete: (path, options) => must(404, 'DELETE', path, options),
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
