/** Bars by name, lying, so that long names can be read; every bar says its value. */
import type { Area } from './area.ts'
import type { Colours } from './colours.ts'
import { escaped, tag } from './elements.ts'
import type { PictureSeries } from './picture.ts'
import { newest } from './single-value.ts'
import { fitted, textWidth } from './text-width.ts'
import { showValue } from './values.ts'
import { words } from './words.ts'

const size = 11.5
const leastRow = 18

export function bars(
  series: readonly PictureSeries[],
  { left, top, width, height }: Area,
  colours: Colours,
  colourOf: (at: number) => string,
  language: 'en' | 'ko',
): string {
  const room = Math.max(1, Math.floor(height / leastRow))
  const shown = series.slice(0, series.length > room ? room - 1 : room)
  const hidden = series.length - shown.length
  const row = Math.min(34, height / Math.max(1, shown.length + (hidden > 0 ? 1 : 0)))
  const names = Math.min(width * 0.4, Math.max(40, ...shown.map(({ label }) => textWidth(label, size))) + 10)
  const values = Math.max(30, ...shown.map(one => textWidth(textOf(one), size))) + 10
  const track = Math.max(10, width - names - values)
  const most = Math.max(Number.MIN_VALUE, ...shown.map(one => Math.abs(newest(one) ?? 0)))
  const drawn = shown.map((one, at) => {
    const y = top + at * row
    const long = (Math.abs(newest(one) ?? 0) / most) * track
    const written = { 'font-size': size, y: y + row / 2 + 4 }
    return [
      tag(
        'text',
        { ...written, x: left + names - 8, fill: colours.text, 'text-anchor': 'end' },
        escaped(fitted(one.label, size, names - 10)),
      ),
      tag('rect', { x: left + names, y: y + row * 0.16, width: long, height: row * 0.68, rx: 2, fill: colourOf(at) }),
      tag('text', { ...written, x: left + names + long + 6, fill: colours.text }, escaped(textOf(one))),
    ].join('')
  })
  const rest = { x: left + names, y: top + shown.length * row + row / 2 + 4, 'font-size': size, fill: colours.dim }
  return drawn.join('') + (hidden > 0 ? tag('text', rest, words[language].more(hidden)) : '')
}

const textOf = (one: PictureSeries): string => {
  const value = newest(one)
  return value === null ? '–' : showValue(value, one.unit)
}
