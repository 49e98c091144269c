/** Gauges: where each value stands between the least and the greatest of the left axis. */
import type { Area } from './area.ts'
import { type Colours, isColour } from './colours.ts'
import { escaped, short, tag } from './elements.ts'
import type { MetricPicture, PictureSeries } from './picture.ts'
import { newest } from './single-value.ts'
import { fitted } from './text-width.ts'
import { showValue } from './values.ts'

/** A gauge that is smaller says nothing (pixels). */
const least = 110
/** Of the circle, and how thick it is drawn, as shares. */
const opening = 0.25
const thickness = 0.2

export function gauges(
  picture: MetricPicture,
  { left, top, width, height }: Area,
  colours: Colours,
  colourOf: (at: number) => string,
): string {
  const most = Math.max(1, Math.floor(width / least)) * Math.max(1, Math.floor(height / least))
  const shown = picture.series.slice(0, most)
  const columns = Math.max(1, Math.min(shown.length, Math.floor(width / least)))
  const rows = Math.max(1, Math.ceil(shown.length / columns))
  const [wide, tall] = [width / columns, height / rows]
  return shown
    .map((one, at) => {
      const x = left + (at % columns) * wide + wide / 2
      const y = top + Math.floor(at / columns) * tall + tall * 0.52
      const radius = Math.max(4, Math.min(wide / 2 - 8, tall * 0.46 - 10))
      return gauge(picture, one, { x, y, radius, wide }, colours, colourOf(at))
    })
    .join('')
}

interface Dial {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly wide: number
}

function gauge(picture: MetricPicture, one: PictureSeries, dial: Dial, colours: Colours, colour: string): string {
  const low = picture.left?.min ?? 0
  const high = Math.max(picture.left?.max ?? 100, low + Number.MIN_VALUE)
  const shareOf = (value: number): number => Math.min(1, Math.max(0, value / (high - low) - low / (high - low)))
  const value = newest(one)
  const { x, y, radius, wide } = dial
  const size = Math.max(6, Math.min(26, radius * 0.42))
  const written = { x, 'text-anchor': 'middle' }
  const marks = (picture.levels ?? []).map(level => {
    const share = shareOf(level.value)
    return arc(
      dial,
      Math.max(0, share - 0.006),
      Math.min(1, share + 0.006),
      isColour(level.colour) ? level.colour : colours.bad,
    )
  })
  return [
    arc(dial, 0, 1, colours.line),
    value === null ? '' : arc(dial, 0, shareOf(value), colour),
    ...marks,
    tag(
      'text',
      { ...written, y: y + size * 0.3, 'font-size': size, fill: colours.text },
      escaped(value === null ? '–' : showValue(value, one.unit)),
    ),
    tag(
      'text',
      { ...written, y: y + radius * 0.95, 'font-size': 11.5, fill: colours.dim },
      escaped(fitted(one.label, 11.5, wide - 10)),
    ),
  ].join('')
}

/** From share to share of the dial, which is open below. */
function arc({ x, y, radius }: Dial, from: number, to: number, colour: string): string {
  if (to <= from) return ''
  const at = (share: number): string => {
    const angle = (0.25 + opening / 2 + share * (1 - opening)) * 2 * Math.PI
    return `${short(x + Math.cos(angle) * radius)} ${short(y + Math.sin(angle) * radius)}`
  }
  const large = (to - from) * (1 - opening) > 0.5 ? 1 : 0
  return tag('path', {
    d: `M${at(from)}A${short(radius)} ${short(radius)} 0 ${large} 1 ${at(to)}`,
    ...{ fill: 'none', stroke: colour, 'stroke-width': short(radius * thickness) },
  })
}
