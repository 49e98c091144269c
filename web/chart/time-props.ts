/** What a chart over time is handed. */
import type { Zone } from '../format/index.ts'
import type { Stretch, TimeSeries } from './series.ts'

export interface TimeChartProps {
  readonly label: string
  readonly data: TimeSeries
  readonly shape: 'line' | 'area' | 'bar'
  readonly range: Stretch
  readonly zone: Zone
  readonly height: number
  readonly show: (value: number) => string
  readonly zoom: (from: number, to: number) => void
}
