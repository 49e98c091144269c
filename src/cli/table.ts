/** Tables and sizes for a terminal. Pure. */

/** Columns are as wide as their widest cell; those in `right` are numbers. The last column is not padded. */
export function tableOf(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const all = [headings, ...rows]
  const widths = headings.map((_, column) =>
    all.reduce((most, cells) => Math.max(most, widthOf(cells[column] ?? '')), 0),
  )
  return all
    .map(cells =>
      widths
        .map((width, column) => {
          const cell = cells[column] ?? ''
          const room = ' '.repeat(width - widthOf(cell))
          return right.includes(column) ? room + cell : cell + room
        })
        .join('  ')
        .trimEnd(),
    )
    .map(line => `${line}\n`)
    .join('')
}

/** How many columns of a terminal a text takes: Hangul and other full-width letters take two. */
export function widthOf(text: string): number {
  let width = 0
  for (const letter of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        letter,
      )
        ? 2
        : 1
  return width
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `1.5 GiB`: three digits at most before the next unit. */
export function showSize(size: number): string {
  let unit = 0
  let value = size
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_024
    unit++
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}

/** Text of strangers on a terminal: control characters, which could move the cursor or retitle the window, are shown instead. */
export const tamed = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n]/gu, letter => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)
