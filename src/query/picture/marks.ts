/** What is drawn over the lines of a plot: thresholds and bands across, moments and stretches of time. */
import { type Area, fontSize, type Side } from './area.ts'
import { type Colours, isColour } from './colours.ts'
import { escaped, tag } from './elements.ts'
import type { MetricPicture, PictureLevel } from './picture.ts'
import { fitted } from './text-width.ts'

export function levels(
  { levels: all = [] }: MetricPicture,
  plot: Area,
  y: (side: Side) => (value: number) => number,
  colours: Colours,
): string {
  const right = plot.left + plot.width
  return all
    .map(level => {
      const colour = isColour(level.colour) ? level.colour : colours.bad
      const at = y(level.axis ?? 'left')
      const here = at(level.value)
      const edge = fillEdge(level, at, plot)
      const fill =
        edge === undefined
          ? ''
          : tag('rect', {
              ...{ x: plot.left, y: Math.min(here, edge), width: plot.width, height: Math.abs(edge - here) },
              ...{ fill: colour, 'fill-opacity': '0.12' },
            })
      const across = [here, ...(level.to == null ? [] : [at(level.to)])].map(height =>
        tag('line', {
          ...{ x1: plot.left, x2: right, y1: height, y2: height, stroke: colour },
          ...{ 'stroke-width': '1.4', 'stroke-dasharray': '6 4' },
        }),
      )
      const text = fitted(level.label ?? '', fontSize, plot.width - 8)
      const high = here - plot.top < 16 ? here + 13 : here - 4
      const named = { x: right - 4, y: high, 'font-size': fontSize, fill: colour, 'text-anchor': 'end' }
      return fill + across.join('') + (text === '' ? '' : tag('text', named, escaped(text)))
    })
    .join('')
}

function fillEdge({ to, fill }: PictureLevel, y: (value: number) => number, plot: Area): number | undefined {
  if (to != null) return y(to)
  if (fill === 'above') return plot.top
  return fill === 'below' ? plot.top + plot.height : undefined
}

export function moments(
  { moments: all = [] }: MetricPicture,
  plot: Area,
  x: (at: number) => number,
  colours: Colours,
): string {
  const bottom = plot.top + plot.height
  return all
    .map(moment => {
      const colour = isColour(moment.colour) ? moment.colour : colours.dim
      const here = x(moment.at)
      const edge =
        moment.to != null
          ? x(moment.to)
          : moment.fill === 'before'
            ? plot.left
            : moment.fill === 'after'
              ? plot.left + plot.width
              : undefined
      const fill =
        edge === undefined
          ? ''
          : tag('rect', {
              ...{ x: Math.min(here, edge), y: plot.top, width: Math.abs(edge - here), height: plot.height },
              ...{ fill: colour, 'fill-opacity': '0.12' },
            })
      const text = fitted(moment.label ?? '', fontSize, plot.width / 2)
      const isRight = here > plot.left + plot.width / 2
      const named = { x: here + (isRight ? -4 : 4), y: plot.top + 11, 'font-size': fontSize, fill: colour }
      return [
        fill,
        tag('line', { x1: here, x2: here, y1: plot.top, y2: bottom, stroke: colour, 'stroke-width': '1.4' }),
        text === '' ? '' : tag('text', { ...named, 'text-anchor': isRight ? 'end' : 'start' }, escaped(text)),
      ].join('')
    })
    .join('')
}
