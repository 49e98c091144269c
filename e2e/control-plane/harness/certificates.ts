/** The authorities, certificates and keys of a control plane, all P-256 but the service accounts' RSA pair. Their times can be chosen: some tests want expired ones. */
import { createHash, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

export interface CertificateWish {
  /** The subject's common name: a user of the cluster, or a server's name. */
  readonly name: string
  /** The subject's organization: a group of the cluster. */
  readonly group?: string
  /** For servers: what they are called, names and addresses. */
  readonly hosts?: readonly string[]
  /** Milliseconds since 1970; a day from now unless told. */
  readonly until?: number
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const serial = (): string => `4${randomBytes(15).toString('hex')}0`.slice(0, 32)
const yesterday = (): Date => new Date(Date.now() - 86_400_000)

/** Where a file of the folder is: `pki('ca.crt')`. */
export const pkiPath = (folder: string, file: string): string => join(folder, 'pki', file)

/** Writes NAME.crt and NAME.key. */
export async function makeAuthority(folder: string, name: string): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    notBefore: yesterday(),
    notAfter: new Date(Date.now() + 7 * 86_400_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  await write(folder, name, certificate, keys)
}

/** Writes FILE.crt and FILE.key, signed by the authority. For servers and clients alike. */
export async function makeCertificate(
  folder: string,
  file: string,
  { name, group, hosts = [], until = Date.now() + 86_400_000 }: CertificateWish,
  authority = 'ca',
): Promise<void> {
  const issuer = new x509.X509Certificate(readFileSync(pkiPath(folder, `${authority}.crt`), 'utf8'))
  const pem = readFileSync(pkiPath(folder, `${authority}.key`), 'utf8')
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const signingKey = await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [...(group === undefined ? [] : [{ O: [group] }]), { CN: [name] }],
    issuer: issuer.subject,
    notBefore: yesterday(),
    notAfter: new Date(until),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      ...(hosts.length === 0
        ? []
        : [
            new x509.SubjectAlternativeNameExtension(
              hosts.map(value => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
            ),
          ]),
    ],
  })
  await write(folder, file, certificate, keys)
}

/** Writes sa.key and sa.pub: what tokens of service accounts are signed with. */
export function makeAccountKeys(folder: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  writeFileSync(pkiPath(folder, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  writeFileSync(pkiPath(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
}

/** A kubeconfig with everything inside, for a client whose FILE.crt and FILE.key are there. */
export function kubeconfigText(folder: string, file: string, server: string, cluster: string): string {
  const inside = (name: string) => readFileSync(pkiPath(folder, name)).toString('base64')
  return `apiVersion: v1
kind: Config
current-context: ${cluster}
clusters:
  - name: ${cluster}
    cluster: { server: "${server}", certificate-authority-data: ${inside('ca.crt')} }
users:
  - name: ${file}
    user: { client-certificate-data: ${inside(`${file}.crt`)}, client-key-data: ${inside(`${file}.key`)} }
contexts:
  - name: ${cluster}
    context: { cluster: ${cluster}, user: ${file} }
`
}

async function write(folder: string, file: string, certificate: x509.X509Certificate, keys: CryptoKeyPair) {
  mkdirSync(join(folder, 'pki'), { recursive: true, mode: 0o700 })
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  const key = `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
  writeFileSync(pkiPath(folder, `${file}.crt`), `${certificate.toString('pem').trimEnd()}\n`)
  writeFileSync(pkiPath(folder, `${file}.key`), key, { mode: 0o600 })
}

type CryptoKeyPair = webcrypto.CryptoKeyPair

/** Six characters that are the same for the same folder: names of what lies outside of it. */
export const shortName = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 6)
