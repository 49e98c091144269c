/**
 * What a connection to the API server shows of itself, read anew when it has run out: tokens of pods turn over hourly on disk, exec plugins give
 * credentials of a quarter of an hour.
 */
import { readFile } from 'node:fs/promises'
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, ok, plus, type Result } from '../../model/index.ts'
import { runExecPlugin } from './exec-plugin.ts'
import type { ClusterAccess, Material } from './kubeconfig.ts'

export interface Credentials {
  readonly authorization?: string
  readonly tls: {
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
    readonly servername?: string
    readonly rejectUnauthorized: boolean
  }
}

export interface CredentialBook {
  /** The error is a sentence. The same object until something changed. */
  current(): Promise<Result<Credentials, string>>
  /** The cluster did not know us: the next call reads and runs everything anew. */
  refused(): void
}

export function credentialBook(access: ClusterAccess, clock: Clock): CredentialBook {
  let kept: Credentials | undefined
  let until: Instant | undefined
  let underWay: Promise<Result<Credentials, string>> | undefined
  const read = async (): Promise<Result<Credentials, string>> => {
    const made = await readCredentials(access, clock)
    if (!made.ok) return made
    until = made.value.until
    // A new object means new connections, so an equal one is not told as new.
    if (JSON.stringify(kept) !== JSON.stringify(made.value.credentials)) kept = made.value.credentials
    return ok(kept as Credentials)
  }
  return {
    current: () => {
      if (kept !== undefined && (until === undefined || clock.now() < until)) return Promise.resolve(ok(kept))
      underWay ??= read().finally(() => {
        underWay = undefined
      })
      return underWay
    },
    refused: () => {
      until = clock.now()
    },
  }
}

async function readCredentials(
  access: ClusterAccess,
  clock: Clock,
): Promise<Result<{ readonly credentials: Credentials; readonly until?: Instant }, string>> {
  const [ca, cert, key, token] = await Promise.all(
    [access.authority, access.certificate, access.key, access.token].map(contentOf),
  )
  for (const one of [ca, cert, key, token]) if (one !== undefined && !one.ok) return one
  const text = (one: Result<string, string> | undefined) => (one?.ok ? one.value : undefined)
  const exec = access.exec === undefined ? undefined : await runExecPlugin(access, text(ca), clock)
  if (exec !== undefined && !exec.ok) return exec
  const bearer = exec?.value.token ?? text(token)?.trim()
  const { password } = access
  const basic = password && Buffer.from(`${password.username}:${password.password}`).toString('base64')
  const authorization = bearer ? `Bearer ${bearer}` : basic ? `Basic ${basic}` : undefined
  const inFile = [access.authority, access.certificate, access.key, access.token].some(one => one && 'file' in one)
  const until = exec?.value.until ?? (inFile ? plus(clock.now(), limits.clusterCredentialAge) : undefined)
  const tls = {
    ...present('ca', text(ca)),
    ...present('cert', exec?.value.certificate ?? text(cert)),
    ...present('key', exec?.value.key ?? text(key)),
    ...present('servername', access.serverName),
    rejectUnauthorized: !access.insecure,
  }
  return ok({ credentials: { ...present('authorization', authorization), tls }, ...present('until', until) })
}

const present = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V })

async function contentOf(material: Material | undefined): Promise<Result<string, string> | undefined> {
  if (material === undefined) return undefined
  if ('data' in material) return ok(material.data)
  try {
    return ok(await readFile(material.file, 'utf8'))
  } catch (error) {
    return err(`${material.file} holds credentials for the cluster and cannot be read (${(error as Error).message}).`)
  }
}
