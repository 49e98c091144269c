/** Makes X.509 certificates on ECDSA P-256, which every client of the last decade takes. Loaded only when one has to be made. */
import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'

export interface Pem {
  readonly cert: string
  readonly key: string
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const
/** Clocks of clients run behind. */
const headStart = 86_400_000

/** May sign servers and nothing below them. The name tells two installations apart in a browser's list. */
export async function makeAuthority(now: Instant): Promise<Pem> {
  const keys = await freshKeys()
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: `CN=Mangru authority ${randomBytes(4).toString('hex')}, O=Mangru`,
    serialNumber: serial(),
    notBefore: new Date(now - headStart),
    notAfter: new Date(now + limits.authorityLife),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: `${cert.toString('pem').trimEnd()}\n`, key: await keyPem(keys.privateKey) }
}

/** `names`: host names and IP addresses, at least one; `life` in ms. */
export async function makeServerCertificate(
  authority: Pem,
  names: readonly string[],
  now: Instant,
  life: number = limits.certificateLife,
): Promise<Pem> {
  const keys = await freshKeys()
  const issuer = new X509Certificate(authority.cert)
  const cert = await X509CertificateGenerator.create({
    subject: 'CN=Mangru, O=Mangru',
    issuer: issuer.subject,
    serialNumber: serial(),
    notBefore: new Date(now - headStart),
    notAfter: new Date(now + life),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', derOf(authority.key), curve, false, ['sign']),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map(value => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { cert: `${cert.toString('pem').trimEnd()}\n`, key: await keyPem(keys.privateKey) }
}

const freshKeys = () => webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])

/** Positive and never empty, as RFC 5280 asks. */
const serial = (): string => `4${randomBytes(15).toString('hex')}0`

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
