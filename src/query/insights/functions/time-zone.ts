/** Time zones by name or offset, through the platform's own tables. A name that is none is null. */
import { limits } from '../../../limits.ts'

/** Minutes east of UTC at an instant (epoch milliseconds), seconds as fractions for old local times. */
export interface Zone {
  offsetAt(at: number): number
  /** `UTC`, `KST`, `GMT+9`: what the platform calls it then. */
  nameAt(at: number): string
}

export const utc: Zone = { offsetAt: () => 0, nameAt: () => 'UTC' }

const known = new Map<string, Zone | null>()

/** `Asia/Seoul`, `UTC`, `Z`, `+09:00`, `+0900`, `GMT+9`. Remembers up to `limits.insightsZones`. */
export function zoneOf(name: string): Zone | null {
  if (/^(utc|gmt|z)$/i.test(name)) return utc
  const found = known.get(name)
  if (found !== undefined) return found
  const zone = fixedZone(name) ?? namedZone(name)
  if (known.size >= limits.insightsZones) known.clear()
  known.set(name, zone)
  return zone
}

function fixedZone(name: string): Zone | null {
  const found = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(name)
  if (found === null) return null
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
  if (minutes > 18 * 60) return null
  const offset = found[1] === '-' ? -minutes : minutes
  return { offsetAt: () => offset, nameAt: () => (offset === 0 ? 'UTC' : printOffset(offset, ':')) }
}

function namedZone(name: string): Zone | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return null
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      timeZoneName: 'short',
    })
    const part = (at: number) => Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
    return {
      offsetAt(at) {
        const { era, year, month, day, hour, minute, second } = part(at)
        const local = Date.UTC(
          era === 'BC' ? 1 - Number(year) : Number(year),
          Number(month) - 1,
          Number(day),
          Number(hour),
          Number(minute),
          Number(second),
        )
        return (local - Math.floor(at / 1_000) * 1_000) / 60_000
      },
      nameAt: at => part(at).timeZoneName ?? name,
    }
  } catch {
    return null
  }
}

/** `+0900`, or `+09:00` with a separator. */
export function printOffset(minutes: number, separator: string): string {
  const whole = Math.abs(Math.trunc(minutes))
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(whole / 60))}${separator}${two(whole % 60)}`
}

/** The instant at which clocks of a zone show a local time, given as if it were UTC. In a gap or fold: one of the two. */
export function fromLocal(local: number, zone: Zone): number {
  const first = local - zone.offsetAt(local) * 60_000
  return local - zone.offsetAt(first) * 60_000
}
