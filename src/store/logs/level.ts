/**
 * The severity of a line, from the words that loggers really write: a JSON member's value, klog's first letter, `level=warn`,
 * or an upper-case word near the start. Lower-case words in prose ("error handling done") do not count.
 */
import type { LogLevel } from '../../model/index.ts'

const words: ReadonlyMap<string, LogLevel> = new Map([
  ['TRACE', 'TRACE'],
  ['FINEST', 'TRACE'],
  ['VERBOSE', 'TRACE'],
  ['DEBUG', 'DEBUG'],
  ['DBG', 'DEBUG'],
  ['FINE', 'DEBUG'],
  ['INFO', 'INFO'],
  ['INFORMATION', 'INFO'],
  ['INFORMATIONAL', 'INFO'],
  ['NOTICE', 'INFO'],
  ['LOG', 'INFO'],
  ['WARN', 'WARN'],
  ['WARNING', 'WARN'],
  ['ERROR', 'ERROR'],
  ['ERR', 'ERROR'],
  ['SEVERE', 'ERROR'],
  ['FATAL', 'FATAL'],
  ['CRITICAL', 'FATAL'],
  ['CRIT', 'FATAL'],
  ['ALERT', 'FATAL'],
  ['EMERG', 'FATAL'],
  ['EMERGENCY', 'FATAL'],
  ['PANIC', 'FATAL'],
  ['DPANIC', 'FATAL'],
])

/** The level a logger's own member says; numbers as pino and bunyan (10–60) or OpenTelemetry (1–24) count them. */
export function levelOfValue(value: unknown): LogLevel {
  if (typeof value === 'string') return words.get(value.length > 16 ? '' : value.toUpperCase()) ?? ''
  if (typeof value === 'number') return levelOfNumber(value)
  return ''
}

function levelOfNumber(value: number): LogLevel {
  if (!Number.isInteger(value) || value < 1 || value > 60) return ''
  if (value % 10 === 0) return (['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const)[value / 10 - 1] ?? ''
  if (value > 24) return ''
  return (['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const)[Math.floor((value - 1) / 4)] ?? ''
}

/** How far into a plain line a level word may stand, in UTF-16 units. */
const reach = 160
const upperWord =
  /(?<![A-Za-z0-9_./-])(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|FATAL|CRIT(?:ICAL)?|PANIC)(?![A-Za-z0-9_/-])/
const keyed = /(?:^|[\s,{[])"?(?:level|lvl|severity)"?[=:]\s*"?([A-Za-z]{3,11})/
const klog: Readonly<Record<string, LogLevel>> = { I: 'INFO', W: 'WARN', E: 'ERROR', F: 'FATAL' }

/** `E1121 02:51:00.123456       1 reflector.go:147] …` */
function klogLevel(line: string): LogLevel {
  const level = klog[line[0] ?? '']
  if (level === undefined || line[5] !== ' ' || line[8] !== ':') return ''
  for (let at = 1; at < 5; at++) {
    const digit = line.charCodeAt(at)
    if (digit < 48 || digit > 57) return ''
  }
  return level
}

/** The level of a line that is no JSON. */
export function levelOfText(line: string): LogLevel {
  const known = klogLevel(line)
  if (known !== '') return known
  const head = line.length > reach ? line.slice(0, reach) : line
  const upper = upperWord.exec(head)
  if (upper !== null) return words.get(upper[0]) ?? ''
  const pair = keyed.exec(head)
  return pair === null ? '' : levelOfValue(pair[1])
}
