/** Where the operator lets deliveries go (`--deliver-to`). Nothing is allowed that is not written there. */
import { isIP } from 'node:net'
import { isAbsolute } from 'node:path'
import { err, ok, type Result } from '../../model/index.ts'
import { isPublicAddress, type Networks, networksOf } from './addresses.ts'
import { type BodyShape, type Destination, parseDestination, shownDestination } from './destination.ts'

export interface Allowed {
  readonly hosts: readonly AllowedHost[]
  /** Networks that are not public and may be called all the same. */
  readonly networks: Networks
  /** Where `file:NAME` goes; null: nowhere. */
  readonly folder: string | null
  readonly arns: readonly { readonly pattern: RegExp; readonly target: string }[]
  /** Where exports may go beside the folder; a later one of a name counts for nothing. */
  readonly buckets: readonly AllowedBucket[]
  /** In words, for a page; without secrets. */
  readonly words: readonly string[]
}

/** A bucket of S3, or of what speaks like it. */
export interface AllowedBucket {
  /** `*`: any. */
  readonly name: string
  /** Without secrets; absent: AWS's own. */
  readonly endpoint?: string
  /** Those written into the endpoint; absent: the standard AWS ones. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly region?: string
}

interface AllowedHost {
  readonly protocol: string
  /** `*`, `*.example.com` or a whole name or address. */
  readonly host: string
  /** '*': any. */
  readonly port: string
}

/** What is really called. Holds secrets. */
export type Target =
  | { readonly kind: 'http'; readonly url: URL; readonly shape: BodyShape }
  | { readonly kind: 'mangru'; readonly url: URL; readonly group: string }
  | { readonly kind: 'file'; readonly folder: string; readonly name: string }

/** Words by commas or blanks; `none`: nothing. undefined: one of them cannot be understood. */
export function readAllowed(text: string): Allowed | undefined {
  const words = text.split(/[\s,]+/).filter(word => word !== '' && word !== 'none')
  const hosts: AllowedHost[] = []
  const nets: string[] = []
  const arns: { readonly pattern: RegExp; readonly target: string }[] = []
  const buckets: AllowedBucket[] = []
  let folder: string | null = null
  for (const word of words) {
    const mapped = /^(arn:[^=]+)=(https?:\/\/.+)$/.exec(word)
    if (word.startsWith('s3:')) {
      const bucket = bucketOf(word)
      if (bucket === undefined) return undefined
      buckets.push(bucket)
    } else if (mapped !== null) {
      const [, pattern = '', target = ''] = mapped
      if (!URL.canParse(target)) return undefined
      arns.push({ pattern: globOf(pattern), target })
      const { protocol, hostname, port } = new URL(target)
      hosts.push({ protocol, host: hostname, port: port || usualPort(protocol) })
    } else if (word.startsWith('file:')) {
      if (folder !== null || !isAbsolute(word.slice(5))) return undefined
      folder = word.slice(5)
    } else if (word.startsWith('net:')) nets.push(word.slice(4))
    else {
      const host = hostOf(word)
      if (host === undefined) return undefined
      hosts.push(host)
    }
  }
  const networks = networksOf(nets)
  return networks && { hosts, networks, folder, arns, buckets, words: words.map(shownEntry) }
}

export const nothingAllowed: Allowed = {
  hosts: [],
  networks: { has: () => false },
  folder: null,
  arns: [],
  buckets: [],
  words: [],
}

/** `s3://NAME`, `s3://NAME=https://host`, `s3://NAME=https://KEY:SECRET@host/REGION`. */
function bucketOf(word: string): AllowedBucket | undefined {
  const found = /^s3:\/\/(\*|[a-z0-9][a-z0-9.-]{1,62})(?:=(https?:\/\/.+))?$/.exec(word)
  if (found === null) return undefined
  const [, name = '', address] = found
  if (address === undefined) return { name }
  if (!URL.canParse(address)) return undefined
  const { origin, username, password, pathname } = new URL(address)
  const region = /^\/([a-z0-9-]{1,40})?$/.exec(pathname)
  if (region === null || (username === '') !== (password === '')) return undefined
  return {
    ...{ name, endpoint: origin },
    ...(username === ''
      ? {}
      : { credentials: { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) } }),
    ...(region[1] === undefined ? {} : { region: region[1] }),
  }
}

function hostOf(word: string): AllowedHost | undefined {
  const found = /^(https?:)\/\/(\*|(?:\*\.)?[A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(?::(\*|\d{1,5}))?\/?$/.exec(word)
  if (found === null) return undefined
  const [, protocol = '', host = '', port] = found
  // As the URL of a destination will spell it: 127.1 is 127.0.0.1.
  const spelled = host.startsWith('*') ? host.toLowerCase() : nameIn(`${protocol}//${host}`)
  return spelled === undefined ? undefined : { protocol, host: spelled, port: port ?? usualPort(protocol) }
}

const nameIn = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined)
const usualPort = (protocol: string): string => (protocol === 'https:' ? '443' : '80')

const globOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[^\w*:/-]/g, '\\$&').replaceAll('*', '.*')}$`)

function shownEntry(word: string): string {
  const at = /^(arn|s3):/.test(word) ? word.indexOf('=') : -1
  return at < 0 ? word : `${word.slice(0, at)} → ${shownDestination(word.slice(at + 1))}`
}

/** Where a destination leads; the error says in a sentence why it may not. `named`: what names of destinations mean. */
export function targetOf(
  text: string,
  allowed: Allowed,
  named: (name: string) => string | undefined = () => undefined,
): Result<Target, string> {
  const parsed = parseDestination(text)
  if (!parsed.ok) return parsed
  const destination = parsed.value
  if (destination.kind === 'named') {
    const meant = named(destination.name)
    if (meant === undefined) return err(`There is no destination ${destination.name}.`)
    const inner = parseDestination(meant)
    return inner.ok && inner.value.kind === 'named'
      ? err('A destination leads to another one.')
      : targetOf(meant, allowed)
  }
  return leadsTo(destination, allowed)
}

function leadsTo(destination: Exclude<Destination, { kind: 'named' }>, allowed: Allowed): Result<Target, string> {
  switch (destination.kind) {
    case 'file':
      return allowed.folder === null
        ? err('Files are not allowed here: the operator names a folder with --deliver-to file:/FOLDER.')
        : ok({ kind: 'file', folder: allowed.folder, name: destination.name })
    case 'arn': {
      const url = mappedTo(destination.arn, allowed)
      if (url === undefined) {
        return err('No address is known for this ARN: the operator maps it with --deliver-to ARN=https://….')
      }
      const shape = destination.service === 'kinesis' ? 'plain' : destination.service
      return ok({ kind: 'http', url, shape })
    }
    default: {
      const url = new URL(destination.url)
      const refused = hostRefused(url, allowed)
      if (refused !== undefined) return err(refused)
      return destination.kind === 'mangru'
        ? ok({ kind: 'mangru', url, group: destination.group })
        : ok({ kind: 'http', url, shape: destination.shape })
    }
  }
}

/** What the operator mapped an ARN to: where to call, with its secrets; undefined: nothing. */
export function mappedTo(arn: string, { arns }: Allowed): URL | undefined {
  const target = arns.find(({ pattern }) => pattern.test(arn))?.target
  return target === undefined ? undefined : new URL(target)
}

/** Why a URL may not be called, in a sentence; undefined: it may. */
export function hostRefused(url: URL, { hosts }: Allowed): string | undefined {
  const port = url.port || usualPort(url.protocol)
  const fits = hosts.some(
    one =>
      one.protocol === url.protocol && (one.port === '*' || one.port === port) && hostMatches(one.host, url.hostname),
  )
  const where = `${url.protocol}//${url.hostname}${url.port === '' ? '' : `:${url.port}`}`
  return fits ? undefined : `Deliveries to ${where} are not allowed: the operator allows them with --deliver-to.`
}

function hostMatches(pattern: string, host: string): boolean {
  const name = host.replace(/\.$/, '')
  if (pattern === '*') return true
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern
}

/** May the address that a host has just now be called? An address that the operator wrote himself may. */
export function mayCall(host: string, address: string, { hosts, networks }: Allowed): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  const written = isIP(bare) !== 0 && hosts.some(one => one.host === host)
  return written || isPublicAddress(address) || networks.has(address)
}
