/** A place in a text, shown: its line, and under it a mark. Pure. */
import { tamed, widthOf } from '../table.ts'

/** Two lines without indentation; '' when the place is all of the text or none of it. `from` and `to` half open. */
export function markPlace(text: string, from: number, to: number): string {
  const start = Math.min(Math.max(0, from), text.length)
  if (start === 0 && to >= text.length) return ''
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const nextBreak = text.indexOf('\n', start)
  const lineEnd = nextBreak < 0 ? text.length : nextBreak
  const plain = (piece: string) => tamed(piece.replaceAll('\t', ' ').replace(/\r$/, ''))
  const marked = plain(text.slice(start, Math.min(Math.max(to, start + 1), lineEnd)))
  const before = widthOf(plain(text.slice(lineStart, start)))
  return `${plain(text.slice(lineStart, lineEnd))}\n${' '.repeat(before)}${'^'.repeat(Math.max(1, widthOf(marked)))}\n`
}
