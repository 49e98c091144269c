/** Numbers: one for each series, as large as there is room for, with its name below. */
import type { Area } from './area.ts'
import type { Colours } from './colours.ts'
import { escaped, tag } from './elements.ts'
import type { PictureSeries } from './picture.ts'
import { fitted, textWidth } from './text-width.ts'
import { showValue } from './values.ts'

const nameSize = 12
/** A box that is narrower says nothing. */
const leastWidth = 90
const leastHeight = 52

/** The newest value; null: there is none. */
export const newest = ({ values }: PictureSeries): number | null => values.at(-1) ?? null

export function singleValues(
  series: readonly PictureSeries[],
  { left, top, width, height }: Area,
  colours: Colours,
  colourOf: (at: number) => string,
): string {
  const most = Math.max(1, Math.floor(width / leastWidth)) * Math.max(1, Math.floor(height / leastHeight))
  const shown = series.slice(0, most)
  const columns = columnsOf(shown.length, width, height)
  const rows = Math.max(1, Math.ceil(shown.length / columns))
  const [wide, tall] = [width / columns, height / rows]
  return shown
    .map((one, at) => {
      const value = newest(one)
      const text = value === null ? '–' : showValue(value, one.unit)
      const size = Math.max(6, Math.min(46, tall * 0.42, (wide - 16) / Math.max(1, textWidth(text, 1))))
      const [x, middle] = [left + (at % columns) * wide + wide / 2, top + Math.floor(at / columns) * tall + tall / 2]
      const name = fitted(one.label, nameSize, wide - 30)
      const half = textWidth(name, nameSize) / 2
      return [
        tag(
          'text',
          { x, y: middle + size * 0.2, 'font-size': size, fill: colours.text, 'text-anchor': 'middle' },
          escaped(text),
        ),
        tag('rect', { x: x - half - 14, y: middle + size * 0.2 + 10, width: 9, height: 9, rx: 2, fill: colourOf(at) }),
        tag(
          'text',
          { x, y: middle + size * 0.2 + 19, 'font-size': nameSize, fill: colours.dim, 'text-anchor': 'middle' },
          escaped(name),
        ),
      ].join('')
    })
    .join('')
}

/** So that boxes are about twice as wide as tall. */
function columnsOf(count: number, width: number, height: number): number {
  const wished = Math.round(Math.sqrt((count * width) / Math.max(1, 2 * height)))
  return Math.max(1, Math.min(count, wished, Math.floor(width / leastWidth)))
}
