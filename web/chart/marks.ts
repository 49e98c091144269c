/** What stands in a chart beside its series: thresholds, bands, moments, a strip of states. Drawn by uPlot's hooks. */
import type uPlot from 'uplot'
import { showMetric } from '../format/index.ts'
import { placeLabels } from './labels.ts'
import type { MetricLines } from './metric-lines.ts'
import type { MetricLevel, MetricMoment, PlotProps } from './metric-props.ts'

type Colour = (wish: string) => string
const levelColour = '--mg-bad'
const momentColour = '--mg-accent'

/** Behind the series: what is beyond a threshold, inside a band, before or after a moment. */
export function drawFills(plot: uPlot, { levels, moments }: PlotProps, colour: Colour): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.globalAlpha = 0.1
  for (const level of levels ?? []) {
    const stretch = filledOf(plot, level)
    if (!stretch) continue
    ctx.fillStyle = colour(level.colour ?? levelColour)
    ctx.fillRect(bbox.left, stretch[0], bbox.width, stretch[1] - stretch[0])
  }
  for (const moment of moments ?? []) {
    const stretch = filledTimes(plot, moment)
    if (!stretch) continue
    ctx.fillStyle = colour(moment.colour ?? momentColour)
    ctx.fillRect(stretch[0], bbox.top, stretch[1] - stretch[0], bbox.height)
  }
  ctx.restore()
}

/** Canvas pixels from the top, within the plot; undefined: nothing of it is to be seen. */
function filledOf(plot: uPlot, level: MetricLevel): readonly [number, number] | undefined {
  const y = (value: number) => clampY(plot, plot.valToPos(value, level.axis ?? 'left', true))
  if (level.to != null) return ordered(y(level.value), y(level.to))
  if (level.fill === 'above') return ordered(plot.bbox.top, y(level.value))
  return level.fill === 'below' ? ordered(y(level.value), plot.bbox.top + plot.bbox.height) : undefined
}
function filledTimes(plot: uPlot, moment: MetricMoment): readonly [number, number] | undefined {
  const x = (at: number) => clampX(plot, plot.valToPos(at, 'x', true))
  if (moment.to != null) return ordered(x(moment.at), x(moment.to))
  if (moment.fill === 'before') return ordered(plot.bbox.left, x(moment.at))
  return moment.fill === 'after' ? ordered(x(moment.at), plot.bbox.left + plot.bbox.width) : undefined
}
const ordered = (a: number, b: number): readonly [number, number] | undefined =>
  a === b ? undefined : [Math.min(a, b), Math.max(a, b)]
const clampY = ({ bbox }: uPlot, y: number) => Math.min(Math.max(y, bbox.top), bbox.top + bbox.height)
const clampX = ({ bbox }: uPlot, x: number) => Math.min(Math.max(x, bbox.left), bbox.left + bbox.width)

/** Before the series: the lines themselves with their words, which tell them apart without colours. */
export function drawLines(plot: uPlot, props: PlotProps, lines: MetricLines, colour: Colour): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const bottom = bbox.top + bbox.height
  const right = bbox.left + bbox.width
  ctx.save()
  ctx.font = `${11 * ratio}px ${colour('--mg-font')}`
  ctx.lineWidth = 1.2 * ratio
  const across = (props.levels ?? []).flatMap(level =>
    [[level.value, level.label] as const, ...(level.to == null ? [] : [[level.to, null] as const])].map(
      ([value, label]) => ({
        y: plot.valToPos(value, level.axis ?? 'left', true),
        colour: colour(level.colour ?? levelColour),
        text: label ?? showMetric(value, lines.units[level.axis ?? 'left'], props.units),
      }),
    ),
  )
  const seen = across.filter(({ y }) => y >= bbox.top - 1 && y <= bottom + 1)
  const places = placeLabels(
    seen.map(one => one.y),
    bbox.top,
    bottom,
    13 * ratio,
  )
  seen.forEach((one, at) => {
    ctx.strokeStyle = one.colour
    ctx.setLineDash([6 * ratio, 4 * ratio])
    stroke(ctx, bbox.left, one.y, right, one.y)
    const place = places[at]
    if (place !== undefined) write(ctx, one.text, right - 4 * ratio, place, 'right', one.colour, colour, ratio)
  })
  for (const moment of props.moments ?? []) {
    const shade = colour(moment.colour ?? momentColour)
    for (const [at, label] of [
      [moment.at, moment.label] as const,
      ...(moment.to == null ? [] : [[moment.to, null] as const]),
    ]) {
      const x = plot.valToPos(at, 'x', true)
      if (x < bbox.left || x > right) continue
      ctx.strokeStyle = shade
      ctx.setLineDash([2 * ratio, 3 * ratio])
      stroke(ctx, x, bbox.top, x, bottom)
      if (!label) continue
      const leftOf = x > bbox.left + bbox.width * 0.7
      write(
        ctx,
        label,
        x + (leftOf ? -4 : 4) * ratio,
        bbox.top + 9 * ratio,
        leftOf ? 'right' : 'left',
        shade,
        colour,
        ratio,
      )
    }
  }
  ctx.restore()
}

function stroke(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath()
  ctx.moveTo(x0, y0)
  ctx.lineTo(x1, y1)
  ctx.stroke()
}

/** On a halo of the surface, so that it can be read over lines. */
function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: 'left' | 'right',
  shade: string,
  colour: Colour,
  ratio: number,
): void {
  ctx.setLineDash([])
  ctx.textAlign = align
  ctx.textBaseline = 'middle'
  ctx.lineJoin = 'round'
  const width = ctx.lineWidth
  ctx.lineWidth = 4 * ratio
  ctx.strokeStyle = colour('--mg-surface')
  ctx.strokeText(text, x, y)
  ctx.fillStyle = shade
  ctx.fillText(text, x, y)
  ctx.lineWidth = width
}

const stateColours = { OK: '--mg-ok-fill', ALARM: '--mg-bad-fill', INSUFFICIENT_DATA: '--mg-fill-none' } as const
/** Pixels: the alarm's stretch is the tallest, so that it stands out without its colour. */
const stateHeights = { OK: 3, ALARM: 8, INSUFFICIENT_DATA: 3 } as const

export function drawStates(plot: uPlot, { states = [], range }: PlotProps, colour: Colour): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const floor = bbox.top + bbox.height + 10 * ratio
  ctx.save()
  states.forEach(({ at, state }, place) => {
    const until = states[place + 1]?.at ?? range.to
    const from = clampX(plot, plot.valToPos(at, 'x', true))
    const to = clampX(plot, plot.valToPos(until, 'x', true))
    if (to <= from) return
    const height = stateHeights[state] * ratio
    ctx.fillStyle = colour(stateColours[state])
    ctx.globalAlpha = state === 'INSUFFICIENT_DATA' ? 0.6 : 1
    ctx.fillRect(from, floor - height, Math.max(to - from, ratio), height)
  })
  ctx.restore()
}
