/** The words of metrics that every protocol shares. */

/** CloudWatch's units. */
export const metricUnits: readonly string[] = [
  ...['Seconds', 'Microseconds', 'Milliseconds'],
  ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'],
  ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'],
  ...['Percent', 'Count'],
  ...['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second'],
  ...['Bits/Second', 'Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second'],
  ...['Count/Second', 'None'],
]

/** CloudWatch keeps numbers up to this size, and none closer to zero than its inverse but zero. */
const largest = 2 ** 360

export const isMetricValue = (value: number): boolean =>
  value === 0 || (Math.abs(value) <= largest && Math.abs(value) >= 1 / largest)
