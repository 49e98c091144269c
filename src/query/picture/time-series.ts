/** Lines over time, or layers of a stack: axes, grid, thresholds, moments, gaps. */
import type { Area, Scale, Side } from './area.ts'
import { grid, plotIn, sideAxis, timeAxis } from './axes.ts'
import { type Colours, dashOf } from './colours.ts'
import { tag } from './elements.ts'
import { areaOf, type Point, pathOf, type Sampled, stretchesOf } from './lines.ts'
import { levels, moments } from './marks.ts'
import type { MetricPicture, PictureAxis } from './picture.ts'
import { type Layer, stacked } from './stack.ts'
import { extentOf, valueTicks } from './ticks.ts'
import { words } from './words.ts'

/** Heights of the plot. */
const outside = 20

/** `colourOf` by place of a series. */
export function timeSeries(
  picture: MetricPicture,
  area: Area,
  colours: Colours,
  colourOf: (at: number) => string,
): string {
  const { series, from, to, language = 'en', timezone = 0 } = picture
  const sides = { left: on(picture, 'left'), right: on(picture, 'right') }
  const layers = picture.stacked === true ? { left: layersOf(sides.left), right: layersOf(sides.right) } : undefined
  const scaleOf = (side: Side): Scale | undefined => {
    if (side === 'right' && sides.right.length === 0) return undefined
    return scaled(picture, side, sides[side], layers?.[side], area.height)
  }
  const scales = { left: scaleOf('left'), right: scaleOf('right') }
  const plot = plotIn(area, scales)
  const x = (at: number): number => plot.left + ((at - from) / Math.max(1, to - from)) * plot.width
  const y = (side: Side) => {
    const { low, high } = scales[side]?.extent ?? { low: 0, high: 1 }
    // What is far outside of the plot is drawn just outside of it.
    return (value: number): number =>
      plot.top + plot.height * (1 - Math.min(outside, Math.max(-outside, value / (high - low) - low / (high - low))))
  }
  const place = (side: Side) => (at: number, value: number) => ({ x: x(at), y: y(side)(value) })
  const drawn = (['left', 'right'] as const).flatMap(side =>
    layers === undefined
      ? sides[side].map(({ one, at }) => line(one, place(side), colourOf(at), at))
      : layers[side].map((layer, index) => filled(layer, place(side), colourOf(sides[side][index]?.at ?? 0))).reverse(),
  )
  const inside = tag(
    'clipPath',
    { id: 'plot' },
    tag('rect', { x: plot.left, y: plot.top - 1, width: plot.width, height: plot.height + 2 }),
  )
  const marks = levels(picture, plot, y, colours) + moments(picture, plot, x, colours)
  const empty = series.every(one => one.at.length === 0)
    ? tag(
        'text',
        { ...middle(plot), 'font-size': 14, fill: colours.dim, 'text-anchor': 'middle' },
        words[language].none,
      )
    : ''
  return [
    tag('defs', {}, inside),
    grid(plot, scales.left, y('left'), colours),
    timeAxis(plot, from, to, timezone, x, colours),
    sideAxis('left', plot, scales.left, y('left'), colours),
    sideAxis('right', plot, scales.right, y('right'), colours),
    tag('g', { 'clip-path': 'url(#plot)' }, ...drawn, marks),
    empty,
  ].join('')
}

interface Placed {
  readonly one: MetricPicture['series'][number]
  /** Its place among all series. */
  readonly at: number
}

const on = ({ series, from, to }: MetricPicture, side: Side): readonly Placed[] =>
  series.flatMap((one, at) =>
    (one.axis ?? 'left') === side ? [{ one: { ...one, ...shownOf(one, from, to) }, at }] : [],
  )

/** Only what the range shows: what begins before it and reaches in belongs to it. */
function shownOf(one: Placed['one'], from: number, to: number) {
  const first = one.at.findIndex(at => at + one.periodMs > from)
  const behind = one.at.findIndex(at => at >= to)
  const cut = <T>(all: readonly T[]): readonly T[] =>
    first < 0 ? [] : all.slice(first, behind < 0 ? all.length : behind)
  return {
    at: cut(one.at),
    values: cut(one.values),
    ...(one.low === undefined ? {} : { low: cut(one.low) }),
    ...(one.high === undefined ? {} : { high: cut(one.high) }),
  }
}

const layersOf = (placed: readonly Placed[]): readonly Layer[] => stacked(placed.map(({ one }) => one))
const middle = ({ left, top, width, height }: Area) => ({ x: left + width / 2, y: top + height / 2 })

function scaled(
  picture: MetricPicture,
  side: Side,
  placed: readonly Placed[],
  layers: readonly Layer[] | undefined,
  height: number,
): Scale {
  const axis: PictureAxis = picture[side] ?? {}
  const levelled = (picture.levels ?? [])
    .filter(level => (level.axis ?? 'left') === side)
    .flatMap(({ value, to }) => (to == null ? [value] : [value, to]))
  const units = new Set(placed.map(({ one }) => one.unit ?? null))
  const [unit = null] = units.size === 1 ? units : [null]
  const values: (readonly number[])[] = [
    levelled,
    ...placed.flatMap(({ one }) => [...(layers === undefined ? [one.values] : []), one.low ?? [], one.high ?? []]),
    ...(layers ?? []).map(({ upper }) => upper.values),
  ]
  const extent = extentOf(values, axis)
  return {
    extent,
    ticks: valueTicks(extent, Math.max(2, Math.floor(height / 36)), unit),
    name: axis.label ?? (unit === null || unit === 'None' ? '' : unit),
  }
}

function line(one: Placed['one'], place: (at: number, value: number) => Point, colour: string, at: number): string {
  const stretches = stretchesOf(one, place)
  const path = stretches
    .filter(points => points.length > 1)
    .map(points => pathOf(points))
    .join('')
  // A point between two gaps would be a line without length.
  const alone = stretches.flatMap(([point, ...more]) => (point !== undefined && more.length === 0 ? [point] : []))
  return [
    band(one, place, colour),
    path === ''
      ? ''
      : tag('path', {
          ...{ d: path, fill: 'none', stroke: colour, 'stroke-width': '1.6', 'stroke-linejoin': 'round' },
          'stroke-dasharray': dashOf(at),
        }),
    ...alone.map(({ x, y }) => tag('circle', { cx: x, cy: y, r: '2.2', fill: colour })),
  ].join('')
}

function band(one: Placed['one'], place: (at: number, value: number) => Point, colour: string): string {
  const { low, high, at, periodMs } = one
  if (low === undefined || high === undefined) return ''
  return filled({ lower: { at, values: low, periodMs }, upper: { at, values: high, periodMs } }, place, colour, '0.18')
}

function filled(
  { lower, upper }: { readonly lower: Sampled; readonly upper: Sampled },
  place: (at: number, value: number) => Point,
  colour: string,
  opacity = '0.78',
): string {
  const [bottoms, tops] = [stretchesOf(lower, place), stretchesOf(upper, place)]
  const path = tops.map((top, at) => areaOf(top, bottoms[at] ?? [])).join('')
  return path === '' ? '' : tag('path', { d: path, fill: colour, 'fill-opacity': opacity })
}
