/** CSV (RFC 4180) that a spreadsheet may open: UTF-8 with its mark, and nothing in it that a spreadsheet would run. */
import type { ApiLogEvent } from '../../model/index.ts'

const columns = [
  'time',
  'ingested',
  'group',
  'stream',
  'level',
  'namespace',
  'pod',
  'container',
  'node',
  'id',
  'message',
] as const

/** Excel takes a file without the mark for another encoding. */
export const csvHead = `\uFEFF${columns.join(',')}\r\n`

export function csvLine(event: ApiLogEvent): string {
  const { timestamp, ingestionTime, group, stream, level, namespace, pod, container, node, id, message } = event
  const texts = [
    timeText(timestamp),
    timeText(ingestionTime),
    group,
    stream,
    level,
    namespace,
    pod,
    container,
    node,
    id,
    message,
  ]
  return `${texts.map(csvField).join(',')}\r\n`
}

/** A text that begins like a formula gets an apostrophe before it, which shows it as text. */
export function csvField(text: string): string {
  const tame = /^[\s\0]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n']|^\s|\s$/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

const timeText = (at: number): string => new Date(at).toISOString()
