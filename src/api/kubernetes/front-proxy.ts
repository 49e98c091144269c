/**
 * Who calls. Only the API server may: it proves itself by the front-proxy certificate, and says in headers on whose behalf it asks. Headers of anybody else
 * are worth nothing.
 */

import type { ClusterCaller, FrontProxy } from '../../model/kubernetes/index.ts'

/** Where a cluster says nothing else. */
export const usualHeaders = {
  userHeaders: ['X-Remote-User'],
  groupHeaders: ['X-Remote-Group'],
  extraPrefixes: ['X-Remote-Extra-'],
} as const

/** What the TLS layer found out of whoever is at the other end. */
export interface Peer {
  /** Its certificate hangs on the front proxy's authority, and is good now. */
  readonly verified: boolean
  readonly commonName: string
}

/** Undefined: nobody that we know. `headers`: names and values in turn, as they came. */
export function callerOf(proxy: FrontProxy, peer: Peer, headers: readonly string[]): ClusterCaller | undefined {
  if (!peer.verified) return undefined
  if (proxy.allowedNames.length > 0 && !proxy.allowedNames.includes(peer.commonName)) return undefined
  const pairs = headers.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), headers[at + 1] ?? ''] as const] : [],
  )
  const first = (names: readonly string[]): readonly string[] => {
    for (const name of names) {
      const values = pairs.filter(([is]) => is === name.toLowerCase()).map(([, value]) => value)
      if (values.some(value => value !== '')) return values
    }
    return []
  }
  const name = first(proxy.userHeaders).find(value => value !== '')
  if (name === undefined) return undefined
  return { name, groups: knownAs(allOf(pairs, proxy.groupHeaders)), extra: extraOf(pairs, proxy.extraPrefixes) }
}

/** Whom an API server has let in is one of these, whether it says so or not: its rules for everybody hold for them. */
const everybody = ['system:authenticated', 'system:unauthenticated']
const knownAs = (groups: readonly string[]): readonly string[] =>
  groups.some(group => everybody.includes(group)) ? groups : [...groups, 'system:authenticated']

type Pairs = readonly (readonly [string, string])[]

const allOf = (pairs: Pairs, names: readonly string[]): readonly string[] =>
  names.flatMap(name =>
    pairs.filter(([is, value]) => is === name.toLowerCase() && value !== '').map(([, value]) => value),
  )

function extraOf(pairs: Pairs, prefixes: readonly string[]): ClusterCaller['extra'] {
  const extra = new Map<string, string[]>()
  for (const prefix of prefixes) {
    for (const [is, value] of pairs) {
      if (prefix === '' || !is.startsWith(prefix.toLowerCase())) continue
      const key = unescaped(is.slice(prefix.length))
      extra.set(key, [...(extra.get(key) ?? []), value])
    }
  }
  return Object.fromEntries(extra)
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
