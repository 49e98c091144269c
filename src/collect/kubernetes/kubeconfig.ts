/**
 * A kubeconfig as text becomes what is needed to reach one cluster. Everything that can be wrong with the file is told with its place, so that
 * nobody has to guess which of forty lines it is.
 */
import { isAbsolute, join } from 'node:path'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result, type Said } from '../../model/index.ts'

/** Bytes that stand in the file, or the path of a file that holds them. */
export type Material = { readonly data: string } | { readonly file: string }

/** A program that prints credentials: `client.authentication.k8s.io`. */
export interface ExecPlugin {
  readonly apiVersion: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly provideClusterInfo: boolean
  /** Said to people when the program is not there. */
  readonly installHint: string
}

/** One context of a kubeconfig. */
export interface ClusterAccess {
  readonly context: string
  /** What the cluster is called in the file. */
  readonly cluster: string
  readonly server: URL
  readonly authority?: Material
  readonly insecure: boolean
  /** The name that the server's certificate must bear, where it is not the URL's. */
  readonly serverName?: string
  readonly certificate?: Material
  readonly key?: Material
  readonly token?: Material
  readonly password?: { readonly username: string; readonly password: string }
  readonly exec?: ExecPlugin
}

/** What is wrong, in words of any language and in English. */
export interface AccessTrouble {
  readonly said: Said
  readonly message: string
}

const text = z.string()
const flag = z.boolean()
const shape = z.object({
  'current-context': text.nullish(),
  contexts: z.array(z.object({ name: text, context: z.object({ cluster: text, user: text.nullish() }) })).nullish(),
  clusters: z
    .array(
      z.object({
        name: text,
        cluster: z.object({
          server: text,
          'certificate-authority': text.nullish(),
          'certificate-authority-data': text.nullish(),
          'insecure-skip-tls-verify': flag.nullish(),
          'tls-server-name': text.nullish(),
          'proxy-url': text.nullish(),
        }),
      }),
    )
    .nullish(),
  users: z
    .array(
      z.object({
        name: text,
        user: z
          .object({
            'client-certificate': text.nullish(),
            'client-certificate-data': text.nullish(),
            'client-key': text.nullish(),
            'client-key-data': text.nullish(),
            token: text.nullish(),
            tokenFile: text.nullish(),
            username: text.nullish(),
            password: text.nullish(),
            'auth-provider': z.unknown().optional(),
            exec: z
              .object({
                apiVersion: text,
                command: text.min(1),
                args: z.array(text).nullish(),
                env: z.array(z.object({ name: text, value: text })).nullish(),
                provideClusterInfo: flag.nullish(),
                installHint: text.nullish(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})

/** `folder`: what paths in it are relative to. `context`: null takes the file's own. */
export function readKubeconfig(
  content: string,
  folder: string,
  context: string | null,
): Result<ClusterAccess, AccessTrouble> {
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line
    return wrong('kubeconfig-no-yaml', { line, reason: broken.message }, `Line ${line} is no YAML: ${broken.message}`)
  }
  const lineOf = (...path: readonly PropertyKey[]): number => {
    let node: Node | null = document.contents
    for (const part of path) {
      const next: unknown =
        isMap(node) || isSeq(node) ? node.get(typeof part === 'symbol' ? String(part) : part, true) : null
      if (next === null || typeof next !== 'object') break
      node = next as Node
    }
    return lines.linePos(node?.range?.[0] ?? 0).line || 1
  }
  const read = shape.safeParse(plainly(document))
  if (!read.success) {
    const issue = read.error.issues[0]
    const line = lineOf(...(issue?.path ?? []))
    const field = (issue?.path ?? []).map(String).join('.') || 'kubeconfig'
    return wrong(
      'kubeconfig-field',
      { line, field, reason: issue?.message ?? '' },
      `Line ${line}: ${field} is not as it must be (${issue?.message ?? 'unreadable'}).`,
    )
  }
  return accessOf(read.data, folder, context, lineOf)
}

/** The names of its contexts, in order; none where the file cannot be read as one, which `readKubeconfig` tells. */
export function contextsIn(content: string): readonly string[] {
  const read = shape.safeParse(plainly(parseDocument(content, { prettyErrors: false })))
  return read.success ? (read.data.contexts ?? []).map(({ name }) => name) : []
}

function plainly(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    // Aliases that multiply: no kubeconfig.
    return undefined
  }
}

type Kubeconfig = z.output<typeof shape>
type KubeconfigUser = NonNullable<NonNullable<Kubeconfig['users']>[number]['user']>
type LineOf = (...path: readonly PropertyKey[]) => number

function accessOf(
  config: Kubeconfig,
  folder: string,
  wanted: string | null,
  lineOf: LineOf,
): Result<ClusterAccess, AccessTrouble> {
  const name = wanted ?? config['current-context'] ?? ''
  const known = (config.contexts ?? []).map(context => context.name).join(', ') || '-'
  if (name === '')
    return wrong('kubeconfig-no-context', { known }, `It names no current-context. Choose one by --context: ${known}.`)
  const contextAt = (config.contexts ?? []).findIndex(context => context.name === name)
  const context = config.contexts?.[contextAt]?.context
  if (context === undefined)
    return wrong('kubeconfig-context', { name, known }, `It has no context ${name}. It has: ${known}.`)
  const clusterAt = (config.clusters ?? []).findIndex(cluster => cluster.name === context.cluster)
  const cluster = config.clusters?.[clusterAt]?.cluster
  if (cluster === undefined) {
    const line = lineOf('contexts', contextAt, 'context', 'cluster')
    return wrong(
      'kubeconfig-missing',
      { line, what: 'cluster', name: context.cluster },
      `Line ${line} names the cluster ${context.cluster}, which the file does not have.`,
    )
  }
  const userName = context.user ?? ''
  const userAt = (config.users ?? []).findIndex(user => user.name === userName)
  if (userName !== '' && userAt < 0) {
    const line = lineOf('contexts', contextAt, 'context', 'user')
    return wrong(
      'kubeconfig-missing',
      { line, what: 'user', name: userName },
      `Line ${line} names the user ${userName}, which the file does not have.`,
    )
  }
  const user = config.users?.[userAt]?.user ?? ({} as KubeconfigUser)
  const server = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined
  if (server === undefined || !/^https?:$/.test(server.protocol)) {
    const line = lineOf('clusters', clusterAt, 'cluster', 'server')
    return wrong(
      'kubeconfig-server',
      { line, server: cluster.server },
      `Line ${line}: ${cluster.server} is no URL of an API server (https://HOST:PORT).`,
    )
  }
  const unknown = cluster['proxy-url'] ? 'proxy-url' : user['auth-provider'] ? 'auth-provider' : undefined
  if (unknown !== undefined) {
    const line =
      unknown === 'proxy-url'
        ? lineOf('clusters', clusterAt, 'cluster', unknown)
        : lineOf('users', userAt, 'user', unknown)
    return wrong(
      'kubeconfig-unknown-way',
      { line, way: unknown },
      `Line ${line}: Mangru does not go by ${unknown}. Use a token, a certificate or an exec plugin.`,
    )
  }
  const material = (data: string | null | undefined, file: string | null | undefined): Material | undefined => {
    if (data) return { data: Buffer.from(data, 'base64').toString('utf8') }
    return file ? { file: isAbsolute(file) ? file : join(folder, file) } : undefined
  }
  const token = user.token ? { data: user.token } : user.tokenFile ? material(undefined, user.tokenFile) : undefined
  return ok({
    context: name,
    cluster: context.cluster,
    server,
    insecure: cluster['insecure-skip-tls-verify'] ?? false,
    ...given('authority', material(cluster['certificate-authority-data'], cluster['certificate-authority'])),
    ...given('serverName', cluster['tls-server-name'] ?? undefined),
    ...given('certificate', material(user['client-certificate-data'], user['client-certificate'])),
    ...given('key', material(user['client-key-data'], user['client-key'])),
    ...given('token', token),
    ...given('password', user.username ? { username: user.username, password: user.password ?? '' } : undefined),
    ...given('exec', execOf(user.exec, folder)),
  })
}

function execOf(exec: KubeconfigUser['exec'], folder: string): ExecPlugin | undefined {
  if (!exec) return undefined
  // As kubectl: a path with a slash is relative to the file, a bare name is looked for in PATH.
  const command = exec.command.includes('/') && !isAbsolute(exec.command) ? join(folder, exec.command) : exec.command
  return {
    apiVersion: exec.apiVersion,
    command,
    args: exec.args ?? [],
    env: Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value])),
    provideClusterInfo: exec.provideClusterInfo ?? false,
    installHint: exec.installHint ?? '',
  }
}

const given = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V })

const wrong = (code: string, values: Said['values'], message: string): Result<never, AccessTrouble> =>
  err({ said: { code, values }, message })
