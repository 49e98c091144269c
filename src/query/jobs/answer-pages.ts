/** An answer in pieces for keeping: each holds whole rows and is compressed by itself, so that a page is read without the rest. */
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { limits } from '../../limits.ts'
import type { AnswerPage } from '../../store/settings/port.ts'
import type { InsightsRow } from '../insights/index.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Piece by piece, so that a large answer is never there as text as a whole. */
export async function* pagesOf(rows: readonly InsightsRow[]): AsyncGenerator<AnswerPage> {
  let firstRow = 0
  let texts: string[] = []
  let size = 0
  const close = async (): Promise<AnswerPage> => ({
    firstRow,
    rows: texts.length,
    body: await compress(Buffer.from(`[${texts.join(',')}]`)),
  })
  for (const row of rows) {
    const text = JSON.stringify(row)
    if (texts.length > 0 && (size + text.length > limits.answerPageChars || texts.length >= limits.answerPageRows)) {
      yield await close()
      firstRow += texts.length
      texts = []
      size = 0
    }
    texts.push(text)
    size += text.length
  }
  if (texts.length > 0) yield await close()
}

/** Rows from `from` up to `to` (exclusive) out of the pieces that hold them. */
export async function rowsIn(pages: readonly AnswerPage[], from: number, to: number): Promise<readonly InsightsRow[]> {
  const rows: InsightsRow[] = []
  for (const page of pages) {
    const all = JSON.parse((await decompress(page.body)).toString()) as InsightsRow[]
    rows.push(...all.slice(Math.max(0, from - page.firstRow), Math.max(0, to - page.firstRow)))
  }
  return rows
}
