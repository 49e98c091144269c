/** The axes of a plot and the lines of its grid, and how much room they take. */
import { type Area, fontSize, type Scale, type Side } from './area.ts'
import type { Colours } from './colours.ts'
import { escaped, tag } from './elements.ts'
import { fitted, textWidth } from './text-width.ts'
import { timeTicks, zoneText } from './ticks.ts'

/** Of the words at the time axis. */
const below = 20

const ticksWidth = (scale: Scale | undefined): number =>
  scale === undefined ? 12 : Math.max(24, ...scale.ticks.map(({ text }) => textWidth(text, fontSize))) + 10

export function plotIn({ left, top, width, height }: Area, scales: Record<Side, Scale | undefined>): Area {
  const head = scales.left?.name || scales.right?.name ? 18 : 8
  const [west, east] = [ticksWidth(scales.left), ticksWidth(scales.right)]
  return {
    left: left + west,
    top: top + head,
    width: Math.max(10, width - west - east),
    height: Math.max(10, height - head - below),
  }
}

export function grid(plot: Area, scale: Scale | undefined, y: (value: number) => number, colours: Colours): string {
  return (scale?.ticks ?? [])
    .map(({ at }) => {
      const level = y(at)
      return tag('line', { x1: plot.left, x2: plot.left + plot.width, y1: level, y2: level, stroke: colours.line })
    })
    .join('')
}

export function sideAxis(
  side: Side,
  plot: Area,
  scale: Scale | undefined,
  y: (value: number) => number,
  colours: Colours,
): string {
  if (scale === undefined) return ''
  const isLeft = side === 'left'
  const edge = isLeft ? plot.left - 6 : plot.left + plot.width + 6
  const anchor = isLeft ? 'end' : 'start'
  const texts = scale.ticks.map(({ at, text }) =>
    tag(
      'text',
      { x: edge, y: y(at) + 4, 'font-size': fontSize, fill: colours.dim, 'text-anchor': anchor },
      escaped(text),
    ),
  )
  const name = fitted(scale.name, fontSize, plot.width / 2 - 8)
  const head = {
    x: isLeft ? plot.left : plot.left + plot.width,
    y: plot.top - 7,
    'font-size': fontSize,
    fill: colours.dim,
  }
  return [
    ...texts,
    name === '' ? '' : tag('text', { ...head, 'text-anchor': isLeft ? 'start' : 'end' }, escaped(name)),
  ].join('')
}

export function timeAxis(
  plot: Area,
  from: number,
  to: number,
  zone: number,
  x: (at: number) => number,
  colours: Colours,
): string {
  const bottom = plot.top + plot.height
  const written = { 'font-size': fontSize, fill: colours.dim }
  const zoned = zoneText(zone)
  const limit = plot.left + plot.width - textWidth(zoned, fontSize) - 8
  const ticks = timeTicks(from, to, Math.floor(plot.width / 72), zone).map(({ at, text }) => {
    const mark = tag('line', { x1: x(at), x2: x(at), y1: bottom, y2: bottom + 4, stroke: colours.dim })
    const half = textWidth(text, fontSize) / 2
    const fits = x(at) - half >= plot.left - 24 && x(at) + half <= limit
    return fits ? mark + tag('text', { ...written, x: x(at), y: bottom + 16, 'text-anchor': 'middle' }, text) : mark
  })
  return [
    tag('line', { x1: plot.left, x2: plot.left + plot.width, y1: bottom, y2: bottom, stroke: colours.dim }),
    ...ticks,
    tag('text', { ...written, x: plot.left + plot.width, y: bottom + 16, 'text-anchor': 'end' }, zoned),
  ].join('')
}
