/**
 * A browser carries strangers' scripts to our door. Without a login the name that it asked for must be loopback (or a page elsewhere
 * could rename itself to 127.0.0.1), and what it asks of the API must come from our own page or from the address bar.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIPv4 } from 'node:net'

/** `Host` as sent, with or without port. SDKs put `stream-` or `streaming-` before the host for live tails. */
export function isLoopbackHost(host: string | undefined): boolean {
  const found = /^(?:stream(?:ing)?-)?(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(host ?? '')
  const name = found?.[1]?.toLowerCase().replace(/\.$/, '')
  if (!name) return false
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return name === '[::1]' || (isIPv4(name) && name.startsWith('127.'))
}

/** What everybody is told who comes by another name. */
export const strangeHostText =
  'This Mangru asks for no login, so it answers only to localhost and 127.0.0.1. Start it with --auth required to reach it by another name.'

/**
 * Every browser of today says where a request comes from; its word counts, for no script can change it. Older ones say `Origin` with
 * everything that changes something. Programs say neither.
 */
export function isOurOwn(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = headers
  if (origin === undefined) return true
  return host !== undefined && origin.replace(/^https?:\/\//, '').toLowerCase() === host.toLowerCase()
}

/**
 * Mantine sets its variables by style elements, so styles may stand in the page; scripts may not. Everything else comes from here.
 */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}
