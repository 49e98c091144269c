/** One line on a terminal that says how far a query is, written over again and again, and gone at the end. */
import type { Messages } from '../messages/index.ts'
import { showSize } from '../table.ts'
import type { Watching } from './run.ts'

export interface Progress extends Watching {
  clear(): void
}

/** Silent where nobody watches. */
export function progressOn(terminal: { readonly errIsTty: boolean; err(text: string): void }, say: Messages): Progress {
  if (!terminal.errIsTty) return { waiting() {}, partial() {}, clear() {} }
  let shown = false
  const show = (text: string) => {
    terminal.err(`\r\x1b[2K${text}`)
    shown = text !== ''
  }
  return {
    waiting: position => show(position === 0 ? say['query-running']() : say['query-waiting'](position)),
    partial: ({ rows, statistics }, progress) => {
      const percent = progress === null ? '' : ` · ${Math.floor(progress * 100)} %`
      const { recordsScanned, bytesScanned } = statistics
      show(`${say['query-progress'](rows.length, recordsScanned, showSize(bytesScanned))}${percent}`)
    },
    clear: () => {
      if (shown) show('')
    },
  }
}
