/** The same service by TLS: with the certificate that is made in the data folder, verified by its own authority, and with one's own. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, prepare, signed } from '../bench/wire/index.ts'
import { runProgram, type Server, startServer } from './server.ts'

/** The file of the authority that the server says it made. */
function authorityOf(server: Server): string {
  const file = /(\/\S+\.(?:pem|crt))/.exec(server.said())?.[1]
  if (file === undefined) throw new Error(`the authority's file was not printed:\n${server.said()}`)
  return file
}

const get = (url: string, ca: string | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    request(`${url}/healthz`, { ...(ca === undefined ? {} : { ca }) }, answer => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

describe('a certificate made by Mangru', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ args: ['--tls-listen', '127.0.0.1:0'] })
  })
  afterAll(() => server?.stop())

  test('its authority is printed, and verifies it for Node', async () => {
    const ca = await readFile(authorityOf(server), 'utf8')
    expect(ca).toContain('BEGIN CERTIFICATE')
    expect(ca).not.toContain('PRIVATE KEY')
    expect(await get(server.tlsUrl as string, ca)).toBe(200)
    const { port } = new URL(server.tlsUrl as string)
    expect(await get(`https://localhost:${port}`, ca)).toBe(200)
  })

  test('nobody is asked to trust it blindly', async () => {
    await expect(get(server.tlsUrl as string, undefined)).rejects.toThrow(/self.signed|unable to (verify|get)/i)
  })

  test('its authority verifies it for curl', async () => {
    const curl = '/usr/bin/curl'
    if (!existsSync(curl)) return console.warn('SKIPPED: curl is not installed')
    const args = ['--silent', '--show-error', '--fail', '--output', '/dev/null', `${server.tlsUrl}/healthz`]
    expect(await runProgram(curl, ['--cacert', authorityOf(server), ...args])).toEqual({ code: 0, out: '', err: '' })
    expect((await runProgram(curl, args)).code).toBe(60)
  })

  test('AWS calls are served there as well', async () => {
    const connection = await connect(server.tlsUrl as string, { ca: await readFile(authorityOf(server), 'utf8') })
    const { host } = new URL(server.tlsUrl as string)
    const key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
    const answer = await connection.send(...signed(prepare('DescribeLogGroups', {}), host, key, new Date()))
    expect(answer.status).toBe(200)
    connection.close()
  })
})

describe("the operator's own certificate", () => {
  const openssl = '/usr/bin/openssl'
  const missing = !existsSync(openssl)
  if (missing) console.warn('SKIPPED: openssl is not installed, so there is no certificate of our own to try')
  let folder: string
  let server: Server
  beforeAll(async () => {
    if (missing) return
    folder = await mkdtemp(join(tmpdir(), 'mangru-cert-'))
    const made = await runProgram(openssl, [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=logs.example.com'],
      ...[
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        join(folder, 'key.pem'),
        '-out',
        join(folder, 'cert.pem'),
      ],
    ])
    expect(made.code).toBe(0)
    const files = ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')]
    server = await startServer({ args: ['--tls-listen', '127.0.0.1:0', ...files] })
  })
  afterAll(async () => {
    await server?.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  test.skipIf(missing)('is the one that is shown', async () => {
    expect(await get(server.tlsUrl as string, await readFile(join(folder, 'cert.pem'), 'utf8'))).toBe(200)
  })
})
