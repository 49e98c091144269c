/** Does a point breach? */

import type { Datapoint } from './datapoint.ts'
import type { ComparisonOperator, MetricAlarm } from './definition.ts'

export const isBandOperator = (operator: ComparisonOperator): boolean =>
  operator === 'LessThanLowerOrGreaterThanUpperThreshold' ||
  operator === 'LessThanLowerThreshold' ||
  operator === 'GreaterThanUpperThreshold'

/** Undefined: cannot be said, since the band that it is compared with is not known (or it is no number); such a point counts as missing. */
export function breaches(alarm: Pick<MetricAlarm, 'operator' | 'threshold'>, point: Datapoint): boolean | undefined {
  const { value, low, high } = point
  if (Number.isNaN(value)) return undefined
  const threshold = alarm.threshold ?? Number.NaN
  switch (alarm.operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold
    case 'GreaterThanThreshold':
      return value > threshold
    case 'LessThanThreshold':
      return value < threshold
    case 'LessThanOrEqualToThreshold':
      return value <= threshold
    case 'LessThanLowerOrGreaterThanUpperThreshold':
      return low === undefined || high === undefined ? undefined : value < low || value > high
    case 'LessThanLowerThreshold':
      return low === undefined ? undefined : value < low
    case 'GreaterThanUpperThreshold':
      return high === undefined ? undefined : value > high
  }
}
