/** Lengths of time: as a person writes them, as ISO 8601 has them, and as they are read. Pure. */
import type { Messages } from '../messages/index.ts'

/** `30m`, `2h`, `2d12h` → `PT30M`, `PT2H`, `P2DT12H`; undefined: not one, or not from 1 minute to 15 days. */
export function readLength(word: string): string | undefined {
  const found = /^(?:(\d{1,2})d)?(?:(\d{1,3})h)?(?:(\d{1,5})m)?$/.exec(word)
  if (found === null) return undefined
  const [days = 0, hours = 0, minutes = 0] = found.slice(1).map(part => Number(part ?? 0))
  const whole = days * 1_440 + hours * 60 + minutes
  if (whole < 1 || whole > 21_600) return undefined
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
}

/** The two largest units: `2 d 3 h`, `45 s`. */
export function showLength(seconds: number, say: Messages): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), 'alarms-length-days'],
    [Math.floor((whole % 86_400) / 3_600), 'alarms-length-hours'],
    [Math.floor((whole % 3_600) / 60), 'alarms-length-minutes'],
    [whole % 60, 'alarms-length-seconds'],
  ] as const
  const first = parts.findIndex(([n]) => n > 0)
  if (first < 0) return say['alarms-length-seconds'](0)
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => say[unit as 'alarms-length-days'](n))
    .join(' ')
}
