/** A chart of metrics, alive: draws again when what it shows changes, and reads all series where the reader points. Loaded when first drawn. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import 'uplot/dist/uPlot.min.css'
import { useWords } from '../i18n/index.ts'
import { useScheme } from '../theme/index.ts'
import classes from './metric.module.css'
import { linesOf, nearestPlace } from './metric-lines.ts'
import { type MetricPlot, plotMetrics } from './metric-plot.ts'
import type { MetricChartProps } from './metric-props.ts'
import { MetricTip } from './metric-tip.tsx'

export interface MetricViewProps extends MetricChartProps {
  readonly hidden: ReadonlySet<string>
  /** The series to stand out; undefined: none. */
  readonly focused: string | undefined
}

/** Where the reader points: a place of the times, and how it was come to. */
interface Hover {
  readonly place: number
  /** Client pixels of the moment and of the plot's top. */
  readonly x: number
  readonly y: number
}

export default function MetricView(props: MetricViewProps) {
  const { series, range, shape, stacked, hidden, focused, zone } = props
  const words = useWords()
  const scheme = useScheme()
  const holder = useRef<HTMLDivElement>(null)
  const drawn = useRef<MetricPlot>(undefined)
  const latest = useRef(props)
  latest.current = props
  /** Only the chart that is pointed at says what stands there; those in step with it show the moment alone. */
  const pointed = useRef(false)
  const [hover, setHover] = useState<Hover>()
  /** The time that is read. */
  const moment = useRef<number>(undefined)

  // Callers write these where they draw, new each time: what they say is what counts.
  const written = JSON.stringify([props.left, props.right, props.levels, props.moments, props.states])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `written` stands for the axes and marks
  const lines = useMemo(
    () => linesOf(latest.current, hidden),
    [series, range.from, range.to, shape, stacked, hidden, written],
  )

  // Before the page is painted: a frame without the lines would be painted first else, and a board has many of them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  useLayoutEffect(() => {
    const element = holder.current
    if (!element) return
    const one = plotMetrics(
      element,
      lines,
      { ...latest.current, units: words.units },
      {
        hover: place => setHover(pointed.current ? hoverOf(one, place) : undefined),
        zoom: latest.current.zoom && ((from, to) => latest.current.zoom?.(from, to)),
      },
    )
    drawn.current = one
    // A refresh under the pointer keeps reading the moment that was read.
    const at = moment.current
    if (pointed.current && at !== undefined)
      queueMicrotask(() => drawn.current === one && one.pointAt(nearestPlace(lines.times, at)))
    const resize = new ResizeObserver(one.resize)
    resize.observe(element)
    return () => {
      resize.disconnect()
      drawn.current = undefined
      one.destroy()
    }
  }, [lines, zone, scheme, words, props.synced, props.zoom === undefined])

  useEffect(() => drawn.current?.focus(focused), [focused])

  const step = (key: string): number | undefined => {
    const last = lines.times.length - 1
    const at = hover?.place
    if (key === 'Home') return 0
    if (key === 'End') return last
    if (key === 'ArrowLeft') return Math.max(0, (at ?? last + 1) - 1)
    return key === 'ArrowRight' ? Math.min(last, (at ?? -1) + 1) : undefined
  }
  const place = hover && hover.place < lines.times.length ? hover.place : undefined
  moment.current = place === undefined ? undefined : lines.times[place]
  return (
    <div
      ref={holder}
      className={classes.plot}
      data-zooms={props.zoom ? true : undefined}
      role="figure"
      aria-label={props.label}
      tabIndex={0}
      onPointerEnter={() => {
        pointed.current = true
      }}
      onPointerLeave={() => {
        pointed.current = false
        setHover(undefined)
      }}
      onKeyDown={event => {
        const to = step(event.key)
        if (to === undefined || event.metaKey || event.ctrlKey || event.altKey || event.target !== event.currentTarget)
          return
        event.preventDefault()
        pointed.current = true
        drawn.current?.pointAt(to)
      }}
      onBlur={() => {
        pointed.current = false
        drawn.current?.plot.setCursor({ left: -10, top: -10 })
        setHover(undefined)
      }}
    >
      {place !== undefined && hover && (
        <MetricTip
          at={lines.times[place]!}
          readings={lines.read(place)}
          states={props.states}
          zone={zone}
          show={props.show}
          x={hover.x}
          y={hover.y}
        />
      )}
    </div>
  )
}

function hoverOf({ plot }: MetricPlot, place: number | undefined): Hover | undefined {
  if (place === undefined) return undefined
  const over = plot.over.getBoundingClientRect()
  return { place, x: over.left + (plot.cursor.left ?? 0), y: over.top }
}
