/** The door of statistics: what `Average`, `p99` or `TM(10%:90%)` makes of the samples of a period. */
export { type MetricStatistic, percentOf, statisticOf } from './statistic.ts'
