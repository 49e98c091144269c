/** Draws the volume histogram (uPlot, loaded when first needed): hover reads a bar, a drag chooses a stretch. */
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { showCount, showShortCount, showStretch, showTick, type Zone } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useScheme } from '../../theme/index.ts'
import { LevelSwatch, levelName, showLevel } from '../level.tsx'
import classes from './volume.module.css'
import { stacked, type Volume, type VolumeBar } from './volume.ts'

export interface VolumeChartProps {
  readonly volume: Volume
  readonly from: number
  readonly to: number
  readonly zone: Zone
  readonly height: number
  readonly zoom: (from: number, to: number) => void
}

interface Hover {
  readonly bar: VolumeBar
  readonly left: number
}

export default function VolumeChart({ volume, from, to, zone, height, zoom }: VolumeChartProps) {
  const words = useWords()
  const holder = useRef<HTMLDivElement>(null)
  const zoomNow = useRef(zoom)
  zoomNow.current = zoom
  const [hover, setHover] = useState<Hover>()
  const scheme = useScheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const plot = new uPlot(
      optionsOf({ volume, from, to, zone, height, width: element.clientWidth, element }, zoomNow, setHover),
      [volume.bars.map(bar => bar.from), ...stacked(volume).reverse()] as uPlot.AlignedData,
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
  }, [volume, from, to, zone, height, scheme])

  return (
    <div className={classes.chart} ref={holder} role="img" aria-label={words.volume.label}>
      {hover && (
        <div className={classes.tip} style={tipPlace(hover.left, holder.current?.clientWidth ?? 0)}>
          <div className={classes.tipTime}>{showStretch(hover.bar.from, hover.bar.to, zone)}</div>
          {volume.levels
            .filter(level => hover.bar.counts[level])
            .map(level => (
              <div key={level} className={classes.tipRow}>
                <LevelSwatch level={level} />
                <span>{showLevel(words, level)}</span>
                <b>{showCount(hover.bar.counts[level]!)}</b>
              </div>
            ))}
          <div className={classes.tipTotal}>{words.volume.lines(hover.bar.total, showCount(hover.bar.total))}</div>
        </div>
      )}
    </div>
  )
}

/** The reading stands beside the pointer, on the side that has room. */
const tipPlace = (left: number, width: number): { left: number } | { right: number } =>
  left < width / 2 ? { left: left + 16 } : { right: width - left + 16 }

interface Drawn extends Omit<VolumeChartProps, 'zoom'> {
  readonly width: number
  readonly element: HTMLElement
}

function optionsOf(
  { volume, from, to, zone, height, width, element }: Drawn,
  zoom: { readonly current: (from: number, to: number) => void },
  setHover: (hover: Hover | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const bars = uPlot.paths.bars!({ size: [0.86, 64], align: 1 })
  const font = `11px ${colour('--mg-font')}`
  const axis = { stroke: colour('--mg-dim'), font, ticks: { show: false } } as const
  return {
    width,
    height,
    ms: 1,
    padding: [6, 18, 0, 0],
    tzDate: at => (zone === 'utc' ? uPlot.tzDate(new Date(at), 'Etc/UTC') : new Date(at)),
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
    },
    scales: {
      x: { time: true, range: [from, to] },
      y: { range: (_plot, _min, max) => [0, Math.max(max ?? 0, 1) * 1.05] },
    },
    axes: [
      {
        ...axis,
        size: 20,
        gap: 3,
        space: 80,
        grid: { show: false },
        values: (_plot, splits, _axis, _space, step) => splits.map(at => showTick(at, step, zone)),
      },
      {
        ...axis,
        size: 46,
        gap: 4,
        space: 30,
        grid: { stroke: colour('--mg-line'), width: 1 },
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7,
          1e8,
        ],
        values: (_plot, splits) => splits.map(showShortCount),
      },
    ],
    // The tallest first: each lower part of the stack is painted over it.
    series: [
      {},
      ...volume.levels.toReversed().map(level => ({
        fill: colour(`--mg-fill-${levelName(level)}`),
        width: 0,
        paths: bars,
        points: { show: false },
      })),
    ],
    hooks: {
      setCursor: [
        plot => {
          const left = plot.cursor.left ?? -1
          if (left < 0) return setHover(undefined)
          const at = plot.posToVal(left, 'x')
          const bar = volume.bars.find(one => at >= one.from && at < one.to)
          setHover(bar && bar.total > 0 ? { bar, left: left + plot.bbox.left / devicePixelRatio } : undefined)
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
