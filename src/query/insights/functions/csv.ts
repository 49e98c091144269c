/** CSV as RFC 4180 says: cells between commas, quotes around cells that need them, two quotes for one inside. */

/** The cells of the first record. */
export const parseCsvRecord = (text: string): readonly string[] => readRecord(text, 0).cells

/** All records; a blank last line is none. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const records: (readonly string[])[] = []
  for (let at = 0; at < text.length; ) {
    const { cells, end } = readRecord(text, at)
    records.push(cells)
    at = end
  }
  return records
}

function readRecord(text: string, from: number): { readonly cells: readonly string[]; readonly end: number } {
  const cells: string[] = []
  let at = from
  for (;;) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at + 1) : plainCell(text, at)
    cells.push(cell)
    at = end
    if (text[at] !== ',') break
    at++
  }
  if (text[at] === '\r' && text[at + 1] === '\n') at++
  return { cells, end: at + 1 }
}

const cellEnd = /,|\r?\n|$/g

function plainCell(text: string, from: number): { readonly cell: string; readonly end: number } {
  cellEnd.lastIndex = from
  const end = cellEnd.exec(text)?.index ?? text.length
  return { cell: text.slice(from, end), end }
}

/** What stands between the closing quote and the comma belongs to the cell, so that nothing is lost. */
function quotedCell(text: string, from: number): { readonly cell: string; readonly end: number } {
  let cell = ''
  let at = from
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length }
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') {
      const rest = plainCell(text, quote + 1)
      return { cell: cell + rest.cell, end: rest.end }
    }
    cell += '"'
    at = quote + 2
  }
}
