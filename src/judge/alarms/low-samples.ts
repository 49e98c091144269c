/** When a percentile rests on too few samples to mean anything. */

import type { Datapoint } from './datapoint.ts'
import type { MetricAlarm } from './definition.ts'

/** Fewer samples than this are low for a statistic; 0 for what is no percentile. */
export function leastSamples(statistic: string | undefined): number {
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/i.exec(statistic ?? '')?.[1] ?? Number.NaN)
  if (!(percent >= 0 && percent <= 100)) return 0
  // In hundredths, so that 10/(1 - 0.99) is 1000 and not a little more.
  return 1_000 / (percent >= 50 ? 100 - percent : percent)
}

/** A point that the alarm leaves out of account because of its few samples. */
export const isLow = (alarm: Pick<MetricAlarm, 'lowSamples' | 'statistic'>, point: Datapoint): boolean =>
  alarm.lowSamples === 'ignore' && point.samples !== undefined && point.samples < leastSamples(alarm.statistic)
