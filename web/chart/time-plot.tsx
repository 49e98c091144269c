/** Draws series over time with uPlot: hover reads a moment, a drag chooses a stretch. */
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { showExactTime, showShortCount, showTick } from '../format/index.ts'
import { useScheme } from '../theme/index.ts'
import classes from './chart.module.css'
import { seriesColour, seriesDash, seriesVariable } from './palette.ts'
import { stackUp, stepOf } from './series.ts'
import type { TimeChartProps } from './time-props.ts'

interface Hover {
  readonly at: number
  readonly left: number
}
/** Series named in the reading beside the pointer. */
const readSeries = 12

export default function TimePlot(props: TimeChartProps) {
  const { data, shape, range, zone, height, label, show, zoom } = props
  const holder = useRef<HTMLDivElement>(null)
  const zoomNow = useRef(zoom)
  zoomNow.current = zoom
  const [hover, setHover] = useState<Hover>()
  const scheme = useScheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const stacked = shape !== 'line'
    const rows = stacked ? stackUp(data.series).reverse() : data.series.map(one => [...one.values])
    const plot = new uPlot(
      optionsOf({ ...props, width: element.clientWidth, element }, zoomNow, setHover),
      [[...data.times], ...rows] as uPlot.AlignedData,
      element,
    )
    const resize = new ResizeObserver(() => {
      // It tells the size at once, which is drawn already.
      const width = element.clientWidth
      if (width !== plot.width) plot.setSize({ width, height })
    })
    resize.observe(element)
    return () => {
      resize.disconnect()
      plot.destroy()
    }
  }, [data, shape, range.from, range.to, zone, height, scheme])

  const read =
    hover &&
    data.series
      .map((one, at) => ({ name: one.name, at, value: one.values[hover.at] ?? null }))
      .filter(one => one.value !== null)
      .sort((a, b) => b.value! - a.value!)
      .slice(0, readSeries)
  return (
    <div className={classes.plot} ref={holder} role="img" aria-label={label}>
      {hover && read && data.times[hover.at] !== undefined && (
        <div className={classes.tip} style={tipPlace(hover.left, holder.current?.clientWidth ?? 0)}>
          <div className={classes.tipTime}>{showExactTime(data.times[hover.at]!, zone)}</div>
          {read.map(one => (
            <div key={one.name} className={classes.tipRow}>
              <span className={classes.swatch} style={{ background: seriesColour(one.at) }} />
              <span className={classes.tipName}>{one.name}</span>
              <b>{show(one.value!)}</b>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

/** The reading stands beside the pointer, on the side that has room. */
const tipPlace = (left: number, width: number): { left: number } | { right: number } =>
  left < width / 2 ? { left: left + 16 } : { right: width - left + 16 }

interface Drawn extends TimeChartProps {
  readonly width: number
  readonly element: HTMLElement
}

function optionsOf(
  { data, shape, range, zone, height, width, element }: Drawn,
  zoom: { readonly current: (from: number, to: number) => void },
  setHover: (hover: Hover | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const bars = uPlot.paths.bars!({ size: [0.86, 64], align: 1 })
  const axis = { stroke: colour('--mg-dim'), font: `11px ${colour('--mg-font')}`, ticks: { show: false } } as const
  const step = stepOf(data.times) ?? 0
  const first = Math.min(range.from, data.times[0] ?? range.from)
  const last = Math.max(range.to, (data.times.at(-1) ?? range.to) + (shape === 'bar' ? step : 0))
  const lines = data.series.map((_, at) => {
    const stroke = colour(seriesVariable(at))
    const dash = seriesDash(at)
    const points = { show: data.times.length < 60, size: 5, fill: stroke, stroke }
    if (shape === 'bar') return { fill: stroke, width: 0, paths: bars, points: { show: false } }
    return {
      stroke,
      width: 1.6,
      points,
      ...(dash ? { dash } : {}),
      ...(shape === 'area' ? { fill: `${stroke}cc` } : {}),
    }
  })
  return {
    width,
    height,
    ms: 1,
    padding: [8, 18, 0, 0],
    tzDate: at => (zone === 'utc' ? uPlot.tzDate(new Date(at), 'Etc/UTC') : new Date(at)),
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: shape === 'line' } },
    scales: {
      x: { time: true, range: [first, last] },
      y: { range: (_plot, min, max) => yRange(shape === 'line' ? (min ?? 0) : 0, max ?? 1) },
    },
    axes: [
      {
        ...axis,
        size: 22,
        gap: 4,
        space: 80,
        grid: { show: false },
        values: (_plot, splits, _axis, _space, width) => splits.map(at => showTick(at, width, zone)),
      },
      {
        ...axis,
        size: 56,
        gap: 4,
        space: 30,
        grid: { stroke: colour('--mg-line'), width: 1 },
        values: (_plot, splits) => splits.map(showShortCount),
      },
    ],
    // Of a stack the tallest comes first: each lower part is painted over it.
    series: [{}, ...(shape === 'line' ? lines : lines.reverse())],
    hooks: {
      setCursor: [
        plot => {
          const { left = -1, idx } = plot.cursor
          setHover(
            left < 0 || idx === undefined || idx === null
              ? undefined
              : { at: idx, left: left + plot.bbox.left / devicePixelRatio },
          )
        },
      ],
      setSelect: [
        plot => {
          const { left, width: wide } = plot.select
          if (wide < 4) return
          zoom.current(plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x'))
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
    },
  }
}

/** From nothing, unless values go below it. */
function yRange(min: number, max: number): [number, number] {
  const low = Math.min(0, min)
  const high = Math.max(max, low + 1e-9, 0)
  return [low * 1.05, high === 0 ? 1 : high * 1.06]
}
