import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant } from '../../model/index.ts'
import { type CertificateWish, loadOrMakeCertificate, type ServerCertificate } from './certificate.ts'

let dir: string
let now: Instant
const clock: Clock = { now: () => now, sleep: async () => {} }
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mangru-tls-'))
  // Node's TLS asks the real clock, so the made certificate must hold today.
  now = instant(Date.now())
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function load(wish: Partial<CertificateWish> = {}): Promise<ServerCertificate> {
  const answer = await loadOrMakeCertificate({ dir, hosts: ['127.0.0.1'], clock, ...wish })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

/** Connects as a client that trusts the printed authority and nothing else. */
async function greet(certificate: ServerCertificate, servername: string | undefined): Promise<string> {
  const server = createServer({ cert: certificate.cert, key: certificate.key }, socket => socket.end('hello'))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  try {
    return await new Promise((done, failed) => {
      const socket = connect({
        port: (server.address() as AddressInfo).port,
        host: '127.0.0.1',
        ...(servername === undefined ? {} : { servername }),
        ca: readFileSync(certificate.authorityFile ?? ''),
      })
      socket.on('data', data => done(String(data)))
      socket.on('error', failed)
    })
  } finally {
    server.close()
  }
}

describe('a made certificate', () => {
  test('is trusted through the authority by name and by address', async () => {
    const certificate = await load({ hosts: ['mangru.example', '0.0.0.0'] })
    expect(await greet(certificate, 'mangru.example')).toBe('hello')
    expect(await greet(certificate, 'localhost')).toBe('hello')
    expect(await greet(certificate, undefined)).toBe('hello')
    await expect(greet(certificate, 'other.example')).rejects.toThrow(/altnames/)
  })

  test('is kept, with its key for the owner alone', async () => {
    const first = await load()
    expect(await load()).toEqual(first)
    expect(statSync(join(dir, 'tls', 'server.key')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dir, 'tls', 'authority.key')).mode & 0o777).toBe(0o600)
    expect(new X509Certificate(first.cert).ca).toBe(false)
    expect(new X509Certificate(readFileSync(first.authorityFile!)).ca).toBe(true)
  })

  test('is renewed under the same authority before it ends, not sooner', async () => {
    const first = await load()
    const authority = readFileSync(first.authorityFile!, 'utf8')
    expect(first.askAgainAt).toBe(first.notAfter - limits.certificateRenewal)
    now = instant(first.askAgainAt - 1)
    expect((await load()).cert).toBe(first.cert)
    now = first.askAgainAt
    const second = await load()
    expect(second.notAfter).toBeGreaterThan(first.notAfter)
    expect(readFileSync(second.authorityFile!, 'utf8')).toBe(authority)
  })

  test('is made anew for a new name, after damage, and under a new authority when the old one grows old', async () => {
    const first = await load()
    const named = await load({ hosts: ['new.example'] })
    expect(named.cert).not.toBe(first.cert)
    writeFileSync(join(dir, 'tls', 'server.pem'), 'damaged')
    expect(await greet(await load(), 'localhost')).toBe('hello')
    const authority = readFileSync(first.authorityFile!, 'utf8')
    now = instant(now + limits.authorityLife - limits.certificateLife)
    expect(readFileSync((await load()).authorityFile!, 'utf8')).not.toBe(authority)
  })
})

describe("the operator's own", () => {
  const files = async () => {
    await load()
    return { certFile: join(dir, 'tls', 'server.pem'), keyFile: join(dir, 'tls', 'server.key') }
  }

  test('is taken as it is', async () => {
    const wish = await files()
    const own = await load(wish)
    expect(own).toMatchObject({ cert: readFileSync(wish.certFile, 'utf8'), authorityFile: null })
    expect(own.askAgainAt).toBe(now + 86_400_000)
  })

  test.each<[string, { certFile?: string | null; keyFile?: string | null }, RegExp]>([
    ['without its key', { keyFile: null }, /name both files/],
    ['that is not there', { certFile: '/nowhere/a.pem' }, /\/nowhere\/a\.pem cannot be read/],
    ['that is no certificate', { certFile: 'key' }, /holds no PEM certificate/],
    ['with the key of another', { keyFile: 'authority' }, /do not go together/],
  ])('%s is refused in words', async (_story, change, message) => {
    const good = await files()
    const file = (name: string | null | undefined) =>
      name === 'key' ? good.keyFile : name === 'authority' ? join(dir, 'tls', 'authority.key') : name
    const wish = Object.fromEntries(Object.entries({ ...good, ...change }).map(([key, name]) => [key, file(name)]))
    await expect(load(wish)).rejects.toThrow(message)
  })

  test('that has ended is refused in words', async () => {
    const wish = await files()
    now = instant(now + limits.certificateLife + 1_000)
    await expect(load(wish)).rejects.toThrow(/has expired/)
  })

  test('a folder that cannot be made is an error in words', async () => {
    writeFileSync(join(dir, 'tls'), 'a file')
    await expect(load()).rejects.toThrow(/cannot be read or made/)
  })
})
