/** One value on a half circle between two ends, with the ranges that mean something. */
import { useWords } from '../i18n/index.ts'
import { arcPath, gaugeBands, shareOf } from './gauge-arc.ts'
import type { MetricLevel } from './metric-props.ts'
import classes from './numbers.module.css'

export interface GaugeProps {
  readonly label: string
  /** Undefined: nothing is known. */
  readonly value: number | undefined
  readonly least: number
  readonly most: number
  readonly colour: string
  readonly levels: readonly MetricLevel[]
  readonly show: (value: number) => string
}

export function Gauge({ label, value, least, most, colour, levels, show }: GaugeProps) {
  const words = useWords()
  const said = value === undefined ? words.charts.noData : words.charts.gauge(show(value), show(least), show(most))
  const bands = gaugeBands(levels, least, most)
  const inside = value === undefined ? undefined : bands.find(band => isIn(shareOf(value, least, most), band))
  return (
    <figure className={classes.gauge} aria-label={`${label}: ${said}`}>
      <svg viewBox="-52 -50 104 64" aria-hidden="true">
        <path d={arcPath(0, 1, 40)} className={classes.gaugeTrack} />
        {value !== undefined && (
          <path
            d={arcPath(0, shareOf(value, least, most), 40)}
            className={classes.gaugeValue}
            style={{ stroke: colour }}
          />
        )}
        {bands.map(band => (
          <path
            key={`${band.from}-${band.to}`}
            d={arcPath(band.from, band.to, 48)}
            className={classes.gaugeBand}
            style={{ stroke: band.colour ?? 'var(--mg-bad-fill)' }}
          />
        ))}
        <text x="0" y="-6" className={classes.gaugeNumber}>
          {value === undefined ? '–' : show(value)}
        </text>
        <text x="-40" y="11" className={classes.gaugeEnd}>
          {show(least)}
        </text>
        <text x="40" y="11" className={classes.gaugeEnd}>
          {show(most)}
        </text>
      </svg>
      <figcaption>
        {label}
        {inside?.label && <b> · {inside.label}</b>}
      </figcaption>
    </figure>
  )
}

const isIn = (share: number, band: { readonly from: number; readonly to: number }): boolean =>
  share >= band.from && share <= band.to
