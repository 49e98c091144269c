/** The words of charts, in English. */
export const chartsEn = {
  legend: 'Legend',
  legendHint: 'click hides or shows it, Shift+click leaves it alone',
  noData: 'No data in this range',
  nothingHere: 'nothing here',
  moreSeries: (count: string) => `and ${count} more`,
  states: { OK: 'OK', ALARM: 'In alarm', INSUFFICIENT_DATA: 'Insufficient data' },
  trend: (change: string) => `${change} against the period before`,
  gauge: (value: string, low: string, high: string) => `${value}, on a scale from ${low} to ${high}`,
}
