/** Reads the address of a ClickHouse server as operators write it. */
import { err, ok, type Result } from '../../../model/index.ts'

export interface Address {
  /** `http://host:port` or `https://…`, without user, password, path or parameters. */
  readonly url: string
  readonly username: string
  readonly password: string
  /** The cluster's name in the server's own configuration; absent: one server. */
  readonly cluster: string | undefined
}

/** `clickhouse://user:password@host:8123?cluster=name`, `clickhouses://…` for TLS; `http(s)://…` means the same. */
export function readAddress(text: string): Result<Address, string> {
  let url: URL
  try {
    // The standard parser treats only the web's own schemes in full.
    url = new URL(text.replace(/^clickhouses:/, 'https:').replace(/^clickhouse:/, 'http:'))
  } catch {
    return err('it is not an address like clickhouse://user:password@host:8123')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return err('it must begin with clickhouse:// or clickhouses:// (TLS)')
  const unknown = [...url.searchParams.keys()].find(name => name !== 'cluster')
  if (unknown !== undefined) return err(`it has a parameter that is not known: ${unknown}`)
  if (url.pathname !== '/' && url.pathname !== '')
    return err('it must not name a database: Mangru makes its own, called mangru')
  const port = url.port || (url.protocol === 'https:' ? '8443' : '8123')
  return ok({
    url: `${url.protocol}//${url.hostname}:${port}`,
    username: decodeURIComponent(url.username) || 'default',
    password: decodeURIComponent(url.password),
    cluster: url.searchParams.get('cluster') ?? undefined,
  })
}
