/** What a metric is expected to be: a value and a usual distance from it for each hour of the week, and a slow trend. Plain JSON. */
import type { Instant } from '../../../model/index.ts'

/** Hours of a week, from Monday 00:00 of the model's zone. */
export const weekHours = 168

export interface BandModel {
  readonly zone: string
  /** What the hours of the week are taken from: the weekday too, the hour of the day alone, or nothing. */
  readonly season: 'weekly' | 'daily' | 'none'
  /** Where the trend is nought. */
  readonly origin: Instant
  readonly trendPerDay: number
  /** The trend goes on so far and no further. */
  readonly trendUntil: Instant
  /** By hour of the week, in its middle; null: never seen, so nothing is expected. */
  readonly centers: readonly (number | null)[]
  /** One standard deviation, as robustly measured, by hour of the week. */
  readonly spreads: readonly number[]
  readonly trained: Training
}

export interface Training {
  readonly points: number
  readonly from: Instant
  readonly to: Instant
}

export type BandTraining =
  | { readonly state: 'TRAINED'; readonly model: BandModel }
  /** A band is drawn, but knows no week yet. */
  | { readonly state: 'TRAINED_INSUFFICIENT_DATA'; readonly model: BandModel; readonly why: string }
  | { readonly state: 'PENDING_TRAINING'; readonly why: string }
