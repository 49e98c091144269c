/** Batches for tests, written as the store writes them. */
import { StringColumn } from '../../engine/index.ts'
import { bitsOf } from './ngram.ts'
import type { CellNgrams, TakenBatch } from './open-cells.ts'

export interface Line {
  readonly at: number
  readonly text: string
}

/** In parts of so many lines each. */
export function taken(groupId: number, number: bigint, lines: readonly Line[], partLines = lines.length): TakenBatch {
  const written: Uint8Array[] = []
  for (let from = 0; from < lines.length; from += partLines) {
    const column = new StringColumn('message')
    for (const { text } of lines.slice(from, from + partLines)) column.push(text)
    written.push(Buffer.concat(column.since(0)))
  }
  return { groupId, timestamps: lines.map(({ at }) => at), number, before: number - 1n, written }
}

/** Whether the text may stand in what was gathered. */
export const mayHold = ({ bits }: Pick<CellNgrams, 'bits'>, text: string): boolean => {
  const words = new Uint32Array(bits.slice().buffer)
  return bitsOf([text], 1_000).every(
    ({ word, bit }) => ((words[word & (words.length - 1)] as number) & (1 << bit)) !== 0,
  )
}
