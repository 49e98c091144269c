/** Reads the CSV in which public log samples keep their true templates. */

/** Rows as objects by the names of the first row. */
export function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (char === '"') quoted = true
    else if (char === ',') {
      rows.at(-1)!.push(cell)
      cell = ''
    } else if (char === '\n') {
      rows.at(-1)!.push(cell.replace(/\r$/, ''))
      rows.push([])
      cell = ''
    } else cell += char
  }
  if (cell !== '') rows.at(-1)!.push(cell)
  const names = rows.shift() ?? []
  return rows
    .filter(row => row.length === names.length)
    .map(row => Object.fromEntries(names.map((name, at) => [name, row[at]!])))
}
