/** The legend of a picture: colour and name of each series, in rows below the plot or in a column beside it. */
import { type Colours, dashOf } from './colours.ts'
import { escaped, tag } from './elements.ts'
import { fitted, textWidth } from './text-width.ts'
import { words } from './words.ts'

export interface Entry {
  readonly label: string
  readonly colour: string
  /** Its place among the series. */
  readonly at: number
  /** Beside the name. */
  readonly value?: string
}

export const rowHeight = 17
const size = 11.5
const swatch = 16
const between = 16

/** Pixels that the widest row wants. */
export const widthOf = (entries: readonly Entry[]): number =>
  Math.max(90, ...entries.map(entry => textWidth(textOf(entry), size) + swatch + 8))

const textOf = ({ label, value }: Entry): string => (value === undefined ? label : `${label}  ${value}`)

export interface LegendSpace {
  readonly left: number
  readonly width: number
  /** The most that it may take. */
  readonly height: number
}

export interface LegendWords {
  readonly language: 'en' | 'ko'
  readonly columns: 'flow' | 'one'
  /** Series that are not in `entries`. */
  readonly undrawn?: number
}

/** The rows, and how tall they are together; `at` puts them in place. */
export function legendRows(
  entries: readonly Entry[],
  { left, width, height }: LegendSpace,
  colours: Colours,
  { language, columns, undrawn = 0 }: LegendWords,
): { readonly height: number; readonly at: (top: number) => string } {
  const most = Math.max(1, Math.floor(height / rowHeight))
  const placed: { readonly entry: Entry; readonly label: string; readonly x: number; readonly row: number }[] = []
  let [x, row, told] = [left, 0, 0]
  // The last row keeps room for the word about the rest.
  const rest = textWidth(words[language].more(entries.length + undrawn), size)
  for (const entry of entries) {
    const shown = fitted(textOf(entry), size, width - swatch - 6)
    const wide = columns === 'one' ? width : swatch + textWidth(shown, size) + between
    const isLast = told === entries.length - 1 && undrawn === 0
    const room = row === most - 1 && !isLast ? rest : 0
    if (x > left && x + wide - between + room > left + width) {
      if (row === most - 1) break
      x = left
      row++
    } else if (row >= most) break
    if (columns === 'one' && row === most - 1 && !isLast) break
    placed.push({ entry, label: shown, x, row })
    told++
    x += wide
    if (columns === 'one') {
      x = left
      row++
    }
  }
  const hidden = entries.length - told + undrawn
  const rows = columns === 'one' ? told + (hidden > 0 ? 1 : 0) : entries.length === 0 ? 0 : row + 1
  const note = (top: number): string =>
    hidden === 0
      ? ''
      : tag(
          'text',
          {
            x: columns === 'one' ? left : x,
            y: top + (rows - 1) * rowHeight + 12,
            'font-size': size,
            fill: colours.dim,
          },
          words[language].more(hidden),
        )
  return {
    height: rows * rowHeight,
    at: top =>
      placed
        .map(({ entry, label, x: from, row: line }) => {
          const middle = top + line * rowHeight + 8
          const mark = {
            ...{ x1: from, x2: from + swatch - 5, y1: middle, y2: middle, stroke: entry.colour, 'stroke-width': 3 },
            'stroke-dasharray': dashOf(entry.at),
          }
          return (
            tag('line', mark) +
            tag('text', { x: from + swatch, y: middle + 4, 'font-size': size, fill: colours.text }, escaped(label))
          )
        })
        .join('') + note(top),
  }
}
