/** The key pair that notifications to programs are signed with, and its certificate: RSA, because that is what receivers of SNS verify. */
import { randomBytes, webcrypto } from 'node:crypto'
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'

/** PEM both; the key as PKCS #8. Good for `limits.authorityLife`. */
export async function makeMessageCertificate(now: Instant): Promise<{ readonly cert: string; readonly key: string }> {
  // Loaded only when one has to be made.
  await import('reflect-metadata')
  const { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await import('@peculiar/x509')
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2_048,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Mangru notifications, O=Mangru',
    serialNumber: `4${randomBytes(15).toString('hex')}0`,
    // Clocks of receivers run behind.
    notBefore: new Date(now - 86_400_000),
    notAfter: new Date(now + limits.authorityLife),
    signingAlgorithm: { name: algorithm.name, hash: algorithm.hash },
    keys,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
  })
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: `${cert.toString('pem').trimEnd()}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
  }
}
