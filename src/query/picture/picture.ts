/** What a picture of metrics shows, as plain values: a widget's settings with the series already read. */
import type { Result } from '../../model/index.ts'

/** A gauge stands between `min` and `max` of the left axis, 0 and 100 where absent. */
export type PictureView = 'timeSeries' | 'singleValue' | 'gauge' | 'bar' | 'pie'

export interface PictureSeries {
  readonly label: string
  /** Ascending starts of periods, epoch milliseconds; a period without data is absent, and shown as a gap. */
  readonly at: readonly number[]
  readonly values: readonly number[]
  readonly periodMs: number
  /** As CloudWatch names it; stands behind single values and at the axis. */
  readonly unit?: string | null
  /** `#rrggbb`; otherwise the next of the palette. */
  readonly colour?: string | null
  readonly axis?: 'left' | 'right'
  /** A band about the series, of an anomaly model: as many as `at` where present. */
  readonly low?: readonly number[]
  readonly high?: readonly number[]
}

export interface PictureAxis {
  readonly label?: string | null
  readonly min?: number | null
  readonly max?: number | null
}

/** A line across; with `to` a band. */
export interface PictureLevel {
  readonly value: number
  readonly to?: number | null
  readonly label?: string | null
  readonly colour?: string | null
  readonly axis?: 'left' | 'right'
  readonly fill?: 'above' | 'below' | 'none'
}

/** A moment; with `to` a stretch. Epoch milliseconds. */
export interface PictureMoment {
  readonly at: number
  readonly to?: number | null
  readonly label?: string | null
  readonly colour?: string | null
  readonly fill?: 'before' | 'after' | 'none'
}

export interface MetricPicture {
  readonly series: readonly PictureSeries[]
  /** Epoch milliseconds; `to` exclusive. */
  readonly from: number
  readonly to: number
  /** Pixels; brought within `limits.pictureLeast` and `limits.pictureMost`. 600 × 400 where absent. */
  readonly width?: number
  readonly height?: number
  readonly title?: string
  /** `timeSeries` where absent. */
  readonly view?: PictureView
  readonly stacked?: boolean
  readonly theme?: 'light' | 'dark'
  /** Minutes ahead of UTC; of the time axis. 0 where absent. */
  readonly timezone?: number
  readonly legend?: 'bottom' | 'right' | 'hidden'
  readonly left?: PictureAxis
  readonly right?: PictureAxis
  readonly levels?: readonly PictureLevel[]
  readonly moments?: readonly PictureMoment[]
  /** The words on it: `no data`, `and 3 more`. */
  readonly language?: 'en' | 'ko'
}

/** `busy`: too many are being drawn at once; `unavailable`: this machine has no rasteriser. */
export interface PictureError {
  readonly code: 'busy' | 'unavailable' | 'failed'
  readonly message: string
}

/**
 * A PNG of series. Never throws and never takes long: what is too much is thinned out before it is drawn, and at most
 * `limits.picturesAtOnce` are drawn at the same time.
 */
export type DrawMetricPicture = (
  picture: MetricPicture,
  signal?: AbortSignal,
) => Promise<Result<Uint8Array, PictureError>>
