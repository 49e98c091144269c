/** The door of the charts; the one over time is loaded when it is first drawn. */
export { Bars } from './bars.tsx'
export { seriesColour } from './palette.ts'
export { Pie } from './pie.tsx'
export { type Category, inPieces, type Stretch, type TimeSeries } from './series.ts'
export { Spikes } from './spikes.tsx'
export { TimeChart } from './time-chart.tsx'
