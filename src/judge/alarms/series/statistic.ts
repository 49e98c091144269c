/** What a statistic makes of the samples of one period: the same as for anybody who asks. */
export { type MetricStatistic as Statistic, statisticOf } from '../../../query/metric-statistics/index.ts'
