/** What a chart of metrics is handed. The words are those of pictures (`src/query/picture`), so that page and mail show the same. */
import type { TimeUnits, Zone } from '../format/index.ts'
import type { Stretch } from './series.ts'

export interface MetricSeries {
  /** Tells the series apart; steady over refreshes, so that what the reader has hidden stays hidden. */
  readonly id: string
  readonly label: string
  /** Ascending starts of periods, epoch milliseconds. A period that is absent is a gap, and is drawn as one. */
  readonly at: readonly number[]
  /** As many as `at`. */
  readonly values: readonly number[]
  readonly periodMs: number
  /** As CloudWatch names it: `Bytes`, `Percent`, `Seconds`… */
  readonly unit?: string | null
  /** Any CSS colour; otherwise the palette's, by the series' place. */
  readonly colour?: string | null
  /** `left` where absent. */
  readonly axis?: 'left' | 'right'
  /** A band about the series, of an anomaly model: as many as `at` where present. */
  readonly low?: readonly number[]
  readonly high?: readonly number[]
}

export interface MetricAxis {
  readonly label?: string | null
  readonly min?: number | null
  readonly max?: number | null
  /** Units stand at the ticks unless this is false. */
  readonly showUnits?: boolean
  /** Powers of ten; what is not above nothing is left out. */
  readonly log?: boolean
}

/** A line across, such as a threshold; with `to` a band. */
export interface MetricLevel {
  readonly value: number
  readonly to?: number | null
  readonly label?: string | null
  readonly colour?: string | null
  readonly axis?: 'left' | 'right'
  readonly fill?: 'above' | 'below' | 'none'
}

/** A moment, such as a rollout; with `to` a stretch. Epoch milliseconds. */
export interface MetricMoment {
  readonly at: number
  readonly to?: number | null
  readonly label?: string | null
  readonly colour?: string | null
  readonly fill?: 'before' | 'after' | 'none'
}

/** A state that holds from `at` to the next one's, or the end of the range. */
export interface MetricState {
  readonly at: number
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
}

export interface MetricChartProps {
  /** For those who do not see it. */
  readonly label: string
  readonly series: readonly MetricSeries[]
  readonly range: Stretch
  readonly zone: Zone
  /** Pixels of the plot with its axes, without the legend; `fill`: as tall as the parent, legend included. */
  readonly height: number | 'fill'
  /** `line` where absent; `area` fills under each line, `bar` has one bar a period. */
  readonly shape?: 'line' | 'area' | 'bar'
  readonly stacked?: boolean
  readonly left?: MetricAxis
  readonly right?: MetricAxis
  readonly levels?: readonly MetricLevel[]
  readonly moments?: readonly MetricMoment[]
  /** A strip of states below the plot. */
  readonly states?: readonly MetricState[]
  /** `bottom` where absent. */
  readonly legend?: 'bottom' | 'right' | 'hidden'
  /** Charts with the same key show the same moment while one of them is pointed at. */
  readonly synced?: string
  /** A stretch that was brushed; without it nothing can be brushed. */
  readonly zoom?: (from: number, to: number) => void
  /** In place of the unit's usual words for values. */
  readonly show?: (value: number, series: MetricSeries) => string
}

/** What is needed to draw, without what stands around it. */
export type PlotProps = Omit<MetricChartProps, 'label' | 'zoom' | 'show' | 'legend'> & { readonly units: TimeUnits }
