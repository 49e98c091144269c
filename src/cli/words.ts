/** Reads the words of the field that options are written in: addresses, sizes, times. Pure; `undefined` is "not one". */
import { isIPv6 } from 'node:net'
import { limits } from '../limits.ts'
import type { Bytes, Instant } from '../model/index.ts'
import { bytes, instant } from '../model/index.ts'
import { type ChosenKind, isChosenKind } from '../model/kubernetes/index.ts'
import type { Address } from '../server/config.ts'
import type { MetricDays } from '../store/metrics/index.ts'

/** `127.0.0.1:7070`, `localhost:0`, `[::1]:7070`. */
export function readAddress(word: string): Address | undefined {
  const match = /^(?:\[([0-9a-f:.]+(?:%\w+)?)\]|([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)):(\d{1,5})$/i.exec(word)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || port > 65_535) return undefined
  return match?.[1] !== undefined && !isIPv6(match[1]) ? undefined : { host, port }
}

export const showAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Only addresses that no other machine can reach. A name other than localhost may lead anywhere. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/** `mangru.mangru.svc,10.0.0.7`: names and addresses that a certificate can be good for. */
export function readHostNames(word: string): readonly string[] | undefined {
  const names = word.split(',')
  const fits = (name: string) => name.length <= 253 && /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/i.test(name)
  return names.length <= limits.certificateNames && names.every(fits) ? names : undefined
}

const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 }

/** `1GiB`, `600MiB`, `1.5G`, `1073741824`: units with `i` are powers of 1024, without it of 1000, as in SI and Kubernetes. */
export function readSize(word: string): Bytes | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)(i?)b?$/i.exec(word)
  if (match === null) return undefined
  const letter = (match[2] ?? '').toLowerCase()
  if (letter === '' && match[3] !== '') return undefined
  const size = Math.round(Number(match[1]) * (match[3] === '' ? 1_000 : 1_024) ** (powers[letter] ?? 0))
  return Number.isSafeInteger(size) && size > 0 ? bytes(size) : undefined
}

const unitMillis: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `now`, `15m` (that long ago), ISO 8601 (a date alone is its midnight in UTC), or epoch milliseconds (13 digits). */
export function readTime(word: string, now: Instant): Instant | undefined {
  if (word === 'now') return now
  const ago = /^(\d{1,6})([smhdw])$/.exec(word)
  if (ago !== null) return instant(now - Number(ago[1]) * (unitMillis[ago[2] ?? ''] ?? 0))
  if (/^\d{13}$/.test(word)) return instant(Number(word))
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(word)) return undefined
  const at = Date.parse(word)
  return Number.isNaN(at) ? undefined : instant(at)
}

/** `1m=15d,5m=63d,1h=455d`: all three, in any order. */
export function readMetricDays(word: string): MetricDays | undefined {
  const parts = word.split(',')
  const days = new Map<string, number>()
  for (const part of parts) {
    const match = /^(1m|5m|1h)=(\d{1,5})d$/.exec(part.trim())
    if (match?.[1] === undefined) return undefined
    days.set(match[1], Number(match[2]))
  }
  const [samples = 0, fives = 0, hours = 0] = ['1m', '5m', '1h'].map(step => days.get(step))
  const isGood =
    parts.length === 3 &&
    samples >= limits.metricLeastDays &&
    fives >= samples &&
    hours >= fives &&
    hours <= limits.metricMostDays
  return isGood ? { samples, fives, hours } : undefined
}

export const showMetricDays = ({ samples, fives, hours }: MetricDays): string =>
  `1m=${samples}d,5m=${fives}d,1h=${hours}d`

/** `a,b`: names between commas; undefined where one is empty. */
export function readNames(word: string): readonly string[] | undefined {
  const names = word.split(',').map(name => name.trim())
  return names.includes('') ? undefined : names
}

/** `certificates.cert-manager.io,…`: each once; undefined where one is no PLURAL.GROUP, or where there are more than `limits.chosenKinds`. */
export function readKinds(word: string): readonly ChosenKind[] | undefined {
  const names = [...new Set(readNames(word))]
  const kinds = names.filter(isChosenKind)
  const isGood = kinds.length > 0 && kinds.length === names.length && kinds.length <= limits.chosenKinds
  return isGood ? kinds : undefined
}
