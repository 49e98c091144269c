/** The door of the charts; those over time are loaded when they are first drawn. */
export { Bars } from './bars.tsx'
export { Gauge } from './gauge.tsx'
export { MetricChart } from './metric-chart.tsx'
export { warmMetricChart } from './metric-later.ts'
export { colourOf } from './metric-lines.ts'
export type {
  MetricAxis,
  MetricChartProps,
  MetricLevel,
  MetricMoment,
  MetricSeries,
  MetricState,
} from './metric-props.ts'
export { seriesColour } from './palette.ts'
export { Pie } from './pie.tsx'
export { type Category, inPieces, type Stretch, type TimeSeries } from './series.ts'
export { SingleValue } from './single-value.tsx'
export { Spikes } from './spikes.tsx'
export { TimeChart } from './time-chart.tsx'
