/** The door of series: what a store keeps, as points that alarms ask for. */
export { remembered } from './remembered.ts'
export { seriesPoints } from './series-points.ts'
export { type Statistic, statisticOf } from './statistic.ts'
export { withBand } from './with-band.ts'
