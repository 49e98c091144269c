/**
 * The severity of lines of one shape. Its rules agree with the level column of the store: klog's head, the level member of JSON or
 * logfmt, or a level word in capitals near the start; lower-case words in prose do not count.
 */
import { textOf } from './characters.ts'
import { kind, type Lexed } from './lexed.ts'
import type { SeverityLabel } from './types.ts'

/** From grave to slight; none is last. Indices are kept in saved states. */
export const severityLabels: readonly SeverityLabel[] = ['Fatal', 'Error', 'Warning', 'Info', 'Debug', 'Trace', 'None']
const none = 6

const words: ReadonlyMap<string, number> = new Map(
  [
    ['FATAL', 'CRITICAL', 'CRIT', 'ALERT', 'EMERG', 'EMERGENCY', 'PANIC', 'DPANIC'],
    ['ERROR', 'ERR', 'SEVERE'],
    ['WARN', 'WARNING'],
    ['INFO', 'INFORMATION', 'INFORMATIONAL', 'NOTICE', 'LOG'],
    ['DEBUG', 'DBG', 'FINE'],
    ['TRACE', 'FINEST', 'VERBOSE'],
  ].flatMap((names, level) => names.map(name => [name, level] as const)),
)

const upperWord =
  /(?<![A-Za-z0-9_./-])(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|FATAL|CRIT(?:ICAL)?|PANIC)(?![A-Za-z0-9_/-])/
const keyed = /(?:^|[\s,{[])"?(?:level|lvl|severity)"?[=:]\s*"?([A-Za-z]{3,13})/i
const numbered = /[{,]\s*"level"\s*:\s*(\d{1,2})\s*[,}]/
/** klog's letter, right before its time. */
const klog = /^([IWEF])~/
const klogLevels: Readonly<Record<string, number>> = { F: 0, E: 1, W: 2, I: 3 }
/** How far into a line a level may stand (UTF-16 units), and into JSON, where members come in any order. */
const reach = 160
const jsonReach = 2_048

/** Index into `severityLabels`: one answer for all lines of a shape, so values do not count. */
export function levelIndexOf(lexed: Lexed): number {
  const line = constantsOf(lexed)
  const known = klog.exec(line)
  if (known !== null) return klogLevels[known[1] ?? ''] ?? none
  const json = line.charCodeAt(0) === 123
  const head = line.slice(0, json ? jsonReach : reach)
  if (json) {
    const number = Number(numbered.exec(head)?.[1] ?? 0)
    // pino and bunyan count in tens.
    if (number > 0 && number <= 60 && number % 10 === 0) return [5, 4, 3, 2, 1, 0][number / 10 - 1] ?? none
    const pair = keyed.exec(head)
    const level = words.get((pair?.[1] ?? '').toUpperCase())
    if (level !== undefined) return level
  }
  const upper = upperWord.exec(head)
  if (upper !== null) return words.get(upper[0]) ?? none
  const pair = json ? null : keyed.exec(head)
  return words.get((pair?.[1] ?? '').toUpperCase()) ?? none
}

/** The beginning of the line with `~` for each value. */
function constantsOf(lexed: Lexed): string {
  let text = ''
  let end = 0
  for (let at = 0; at < lexed.count && text.length < jsonReach; at++) {
    const start = lexed.starts[at]!
    if (start !== end) text += ' '
    end = lexed.ends[at]!
    text += lexed.kinds[at]! > kind.mark ? '~' : textOf(lexed.codes, start, end)
  }
  return text
}

/** What most lines say; of equals the graver. Lines that say nothing count only when all do. */
export const labelOf = (levels: readonly number[]): SeverityLabel => severityLabels[labelIndexOf(levels)] ?? 'None'

export function labelIndexOf(levels: readonly number[]): number {
  let best = none
  for (let level = none - 1; level >= 0; level--)
    if (levels[level]! > 0 && (best === none || levels[level]! >= levels[best]!)) best = level
  return best
}
