/**
 * TLS without a certificate at hand: an authority of our own in the data folder signs a server certificate for the names we listen on.
 * The authority stays when the certificate is renewed, so a client that trusts its file goes on trusting. The operator's own files win.
 */
import { X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { Pem } from './certificate-maker.ts'

export interface CertificateWish {
  /** Made certificates live in `<dir>/tls`. */
  readonly dir: string
  /** The operator's PEM files: both or neither. */
  readonly certFile?: string | null
  readonly keyFile?: string | null
  /** Names and addresses that the made certificate is for; `localhost` and both loopback addresses are always in. */
  readonly hosts: readonly string[]
  readonly clock: Clock
}

export interface ServerCertificate {
  /** PEM: the certificate, then what it hangs on. */
  readonly cert: string
  readonly key: string
  /** PEM file of the made authority, for clients to trust; null with the operator's own certificate. */
  readonly authorityFile: string | null
  readonly notAfter: Instant
  /** Ask again from then on: a made certificate is renewed, the operator's files are read anew. */
  readonly askAgainAt: Instant
}

/** `message` names the file and what to do. */
export interface CertificateError {
  readonly code: 'bad-certificate'
  readonly message: string
}

type Answer = Result<ServerCertificate, CertificateError>

export async function loadOrMakeCertificate(wish: CertificateWish): Promise<Answer> {
  try {
    if (wish.certFile && wish.keyFile) return own(wish.certFile, wish.keyFile, wish.clock.now())
    if (wish.certFile || wish.keyFile)
      return bad('A certificate needs its key and a key its certificate: name both files, or neither.')
    return await made(wish)
  } catch (error) {
    return bad(`The TLS certificate in ${join(wish.dir, 'tls')} cannot be read or made: ${said(error)}`)
  }
}

function own(certFile: string, keyFile: string, now: Instant): Answer {
  const [cert, key] = [readPem(certFile), readPem(keyFile)]
  if (!cert.ok) return cert
  if (!key.ok) return key
  const parsed = parse(cert.value)
  if (!parsed) return bad(`${certFile} holds no PEM certificate.`)
  try {
    createSecureContext({ cert: cert.value, key: key.value })
  } catch (error) {
    return bad(`The certificate ${certFile} and the key ${keyFile} do not go together: ${said(error)}`)
  }
  const notAfter = instant(parsed.validToDate.getTime())
  if (notAfter <= now)
    return bad(
      `The certificate ${certFile} has expired on ${new Date(notAfter).toISOString()}: put a new one in its place.`,
    )
  return ok({
    cert: cert.value,
    key: key.value,
    authorityFile: null,
    notAfter,
    askAgainAt: instant(Math.min(now + 86_400_000, notAfter)),
  })
}

async function made({ dir, hosts, clock }: CertificateWish): Promise<Answer> {
  const folder = join(dir, 'tls')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // A quarter of a second to load, so only for those who need it.
  const maker = () => import('./certificate-maker.ts')
  const now = clock.now()
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts.filter(isNameable)])]
  // A certificate must not outlive the authority it hangs on.
  let authority = load(folder, 'authority')
  if (!authority || !lasts(authority, now, limits.certificateLife))
    authority = save(folder, 'authority', await (await maker()).makeAuthority(now))
  let server = load(folder, 'server')
  if (!server || !lasts(server, now, limits.certificateRenewal) || !fits(server, authority, names)) {
    server = save(folder, 'server', await (await maker()).makeServerCertificate(authority, names, now))
  }
  const notAfter = instant(new X509Certificate(server.cert).validToDate.getTime())
  return ok({
    cert: `${server.cert.trimEnd()}\n${authority.cert}`,
    key: server.key,
    authorityFile: join(folder, 'authority.pem'),
    notAfter,
    askAgainAt: instant(notAfter - limits.certificateRenewal),
  })
}

/** `0.0.0.0` and `::` are places to listen, not names to be called by. */
const isNameable = (host: string): boolean => host !== '' && host !== '0.0.0.0' && host !== '::'

const lasts = (pem: Pem, now: Instant, length: number): boolean =>
  (parse(pem.cert)?.validToDate.getTime() ?? 0) > now + length && (parse(pem.cert)?.validFromDate.getTime() ?? 0) <= now

function fits(server: Pem, authority: Pem, names: readonly string[]): boolean {
  const [cert, issuer] = [new X509Certificate(server.cert), new X509Certificate(authority.cert)]
  return (
    cert.verify(issuer.publicKey) &&
    names.every(name => (isIP(name) ? cert.checkIP(name) : cert.checkHost(name)) !== undefined)
  )
}

/** Undefined when it is not there or not whole, as after a crash between the two files: then it is made anew. */
function load(folder: string, name: string): Pem | undefined {
  const cert = readPem(join(folder, `${name}.pem`))
  const key = readPem(join(folder, `${name}.key`))
  if (!cert.ok || !key.ok || !parse(cert.value)) return undefined
  try {
    createSecureContext({ cert: cert.value, key: key.value })
    return { cert: cert.value, key: key.value }
  } catch {
    return undefined
  }
}

function save(folder: string, name: string, pem: Pem): Pem {
  put(join(folder, `${name}.key`), pem.key, 0o600)
  put(join(folder, `${name}.pem`), pem.cert, 0o644)
  return pem
}

function put(file: string, text: string, mode: number): void {
  const draft = `${file}.new`
  writeFileSync(draft, text, { mode, flush: true })
  renameSync(draft, file)
}

function readPem(file: string): Result<string, CertificateError> {
  try {
    return ok(readFileSync(file, 'utf8'))
  } catch (error) {
    return bad(`${file} cannot be read: ${said(error)}`)
  }
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const bad = (message: string) => err({ code: 'bad-certificate', message } as const)
