/** One event as a person reads it: time, where it is from, the line. */
import type { ApiLogEvent, LogLevel } from '../../model/index.ts'
import { tamed } from '../table.ts'

export interface Look {
  readonly json: boolean
  /** A terminal that shows colours; others get the line as it was sent. */
  readonly terminal: boolean
  readonly colours: boolean
  /** With several groups each line says which. */
  readonly groups: boolean
  readonly timestamps: boolean
}

const colourOf: Partial<Record<LogLevel, number>> = { FATAL: 31, ERROR: 31, WARN: 33, DEBUG: 90, TRACE: 90 }

export function showEvent(event: ApiLogEvent, look: Look): string {
  if (look.json) return `${JSON.stringify(event)}\n`
  const paint = (code: number | undefined, text: string) =>
    look.colours && code !== undefined ? `\x1b[${code}m${text}\x1b[0m` : text
  const clean = (text: string) => (look.terminal ? tamed(text) : text)
  const from = clean(look.groups ? `${event.group} ${event.stream}` : event.stream)
  const message = clean(event.message.replace(/[\r\n]+$/, ''))
  const time = look.timestamps ? `${paint(90, new Date(event.timestamp).toISOString())} ` : ''
  return `${time}${paint(36, from)} ${paint(colourOf[event.level], message)}\n`
}
