/** The only file that draws charts of metrics: what `linesOf` worked out, put onto a canvas by uPlot. No React in here, so that a bench can call it. */
import uPlot from 'uplot'
import { isBinary, showTick, type TimeUnits } from '../format/index.ts'
import { drawFills, drawLines, drawStates } from './marks.ts'
import type { MetricLine, MetricLines } from './metric-lines.ts'
import type { PlotProps } from './metric-props.ts'
import { tickTexts } from './ticks.ts'
import { binarySteps } from './y-range.ts'

export interface PlotListeners {
  /** `place` of `times`; undefined: nothing is pointed at. */
  readonly hover: (place: number | undefined) => void
  readonly zoom: ((from: number, to: number) => void) | undefined
  /** What is drawn is on the canvas. */
  readonly drawn?: () => void
}
export interface MetricPlot {
  readonly plot: uPlot
  readonly resize: () => void
  /** Pales all other series; undefined: none. */
  readonly focus: (series: string | undefined) => void
  /** Points at a place as the mouse would. */
  readonly pointAt: (place: number) => void
  readonly destroy: () => void
}

/** More points than this in a line, and only those that stand alone are marked. */
const marked = 60
const timeAxis = 22
const stripRoom = 10

export function plotMetrics(
  element: HTMLElement,
  lines: MetricLines,
  props: PlotProps,
  listeners: PlotListeners,
): MetricPlot {
  const size = () => ({ width: Math.max(element.clientWidth, 60), height: Math.max(element.clientHeight, 40) })
  const rows: uPlot.AlignedData = [[...lines.times], ...lines.lines.map(line => line.row)] as uPlot.AlignedData
  const edges = lines.lines.filter(line => line.low !== undefined && line.high !== undefined)
  const data = [...rows, ...edges.flatMap(line => [line.low!, line.high!])] as uPlot.AlignedData
  const plot = new uPlot({ ...size(), ...optionsOf(element, lines, edges, props, listeners) }, data, element)
  return {
    plot,
    resize: () => {
      const { width, height } = size()
      // Whoever begins to watch a size is told of it at once, and uPlot would draw all of it again.
      if (width !== plot.width || height !== plot.height) plot.setSize({ width, height })
    },
    focus: series => {
      const at = lines.lines.findIndex(line => line.series.id === series)
      plot.setSeries(at < 0 ? null : at + 1, { focus: true }, false)
    },
    pointAt: place => {
      const time = lines.times[place]
      if (time !== undefined) plot.setCursor({ left: plot.valToPos(time, 'x'), top: plot.over.clientHeight / 2 })
    },
    destroy: () => plot.destroy(),
  }
}

function optionsOf(
  element: HTMLElement,
  lines: MetricLines,
  edges: readonly MetricLine[],
  props: PlotProps,
  listeners: PlotListeners,
): Omit<uPlot.Options, 'width' | 'height'> {
  const style = getComputedStyle(element)
  const colour = (wish: string): string => {
    const name = /^(?:var\()?(--[\w-]+)/.exec(wish)?.[1]
    return name === undefined ? wish : style.getPropertyValue(name).trim()
  }
  const { zone, range, shape = 'line', states } = props
  const filled = shape !== 'line' || props.stacked === true
  const bars = uPlot.paths.bars!({ size: [0.86, 64], align: 1 })
  const strip = states && states.length > 0 ? stripRoom : 0
  const axis = { stroke: colour('--mg-dim'), font: `11px ${colour('--mg-font')}`, ticks: { show: false } } as const
  const drawnLine = (line: MetricLine): uPlot.Series => {
    const stroke = colour(line.colour)
    const scale = line.axis
    if (shape === 'bar')
      return { scale, fill: stroke, stroke: colour('--mg-surface'), width: 0.5, paths: bars, points: { show: false } }
    const all = lines.times.length < marked && !filled
    return {
      scale,
      stroke,
      width: 1.6,
      points: {
        show: all || line.lone.length > 0,
        size: all ? 5 : 4,
        fill: stroke,
        stroke,
        ...(all ? {} : { filter: () => [...line.lone] }),
      },
      ...(line.dash ? { dash: line.dash } : {}),
      // What stands on another series is filled as a band between the two.
      ...(filled && line.on === undefined ? { fill: shade(stroke, props.stacked ? 0.55 : 0.22) } : {}),
    }
  }
  const edge = (line: MetricLine): uPlot.Series => ({ scale: line.axis, width: 0, points: { show: false } })
  const valueAxis = (side: 'left' | 'right'): uPlot.Axis => {
    const wish = props[side]
    const unit = wish?.showUnits === false ? undefined : lines.units[side]
    return {
      ...axis,
      scale: side,
      side: side === 'left' ? 3 : 1,
      size: (_plot, values) => Math.max(36, 10 + 6.4 * Math.max(0, ...(values ?? []).map(one => (one ?? '').length))),
      gap: 4,
      space: 30,
      grid: {
        show: side === 'left' || !lines.lines.some(line => line.axis === 'left'),
        stroke: colour('--mg-line'),
        width: 1,
      },
      values: (_plot, splits) => textsOf(splits, unit, props.units),
      ...(isBinary(unit) && wish?.log !== true ? { incrs: [...binarySteps] } : {}),
      ...(wish?.label ? { label: wish.label, labelSize: 18, labelFont: `11px ${colour('--mg-font')}` } : {}),
    }
  }
  const scaleOf = (side: 'left' | 'right'): uPlot.Scale => ({
    range: [...lines.ranges[side]] as [number, number],
    ...(props[side]?.log ? { distr: 3, log: 10 } : {}),
  })
  const hasLeft = lines.lines.some(line => line.axis === 'left') || !lines.hasRight
  const bandOf = (line: MetricLine, at: number): uPlot.Band[] =>
    line.on === undefined || shape === 'bar'
      ? []
      : [{ series: [at + 1, line.on + 1], fill: shade(colour(line.colour), 0.55) }]
  const first = lines.lines.length + 1
  return {
    ms: 1,
    padding: [8, lines.hasRight ? 0 : 14, 0, hasLeft ? 0 : 8],
    tzDate: at => (zone === 'utc' ? uPlot.tzDate(new Date(at), 'Etc/UTC') : new Date(at)),
    legend: { show: false },
    focus: { alpha: 0.18 },
    cursor: {
      y: false,
      drag: { x: listeners.zoom !== undefined, y: false, setScale: false },
      points: { show: !filled, size: (_plot, at) => (at < first ? 6 : 0) },
      ...(props.synced
        ? { sync: { key: props.synced, scales: ['x', null], setSeries: false, filters: { pub: onlyMoves } } }
        : {}),
    },
    scales: { x: { time: true, range: [range.from, range.to] }, left: scaleOf('left'), right: scaleOf('right') },
    axes: [
      {
        ...axis,
        size: timeAxis + strip,
        gap: 4 + strip,
        space: 70,
        grid: { show: false },
        values: (_plot, splits, _axis, _space, width) => splits.map(at => showTick(at, width, zone)),
      },
      ...(hasLeft ? [valueAxis('left')] : []),
      ...(lines.hasRight ? [valueAxis('right')] : []),
    ],
    series: [{}, ...lines.lines.map(drawnLine), ...edges.flatMap(line => [edge(line), edge(line)])],
    bands: [
      ...lines.lines.flatMap(bandOf),
      ...edges.map(
        (line, at): uPlot.Band => ({
          series: [first + 2 * at + 1, first + 2 * at],
          fill: shade(colour(line.colour), 0.18),
        }),
      ),
    ],
    hooks: {
      drawAxes: [plot => drawFills(plot, props, colour)],
      draw: [
        plot => {
          drawLines(plot, props, lines, colour)
          if (strip > 0) drawStates(plot, props, colour)
          listeners.drawn?.()
        },
      ],
      setCursor: [
        plot => {
          const { left = -1, idx } = plot.cursor
          listeners.hover(left < 0 || idx === undefined || idx === null ? undefined : idx)
        },
      ],
      setSelect: [
        plot => {
          const { left, width } = plot.select
          if (width < 4) return
          listeners.zoom?.(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
    },
  }
}

/** What is dragged in one chart is not dragged in the others. */
const onlyMoves = (type: string): boolean => type === 'mousemove' || type === 'mouseleave'

/** Of powers of ten uPlot leaves ticks out by handing in null. */
function textsOf(splits: readonly (number | null)[], unit: string | undefined, units: TimeUnits): string[] {
  const known = splits.filter(one => one !== null)
  const texts = tickTexts(known, unit, units)
  let at = 0
  return splits.map(one => (one === null ? '' : texts[at++]!))
}

/** A colour let through: the canvas takes hex with alpha, and `color-mix` for everything else. */
function shade(colour: string, alpha: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return colour
  return `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`
}
