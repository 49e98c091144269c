/** Whether a text names a statistic of CloudWatch: the five, percentiles, and the trimmed ones. */

const whole = /^(SampleCount|Sum|Average|Minimum|Maximum|IQM)$/
const short = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/
const ranged = /^(TM|TC|TS|WM|PR)\((-?\d*(?:\.\d+)?%?):(-?\d*(?:\.\d+)?%?)\)$/

export function isStatistic(text: string): boolean {
  if (whole.test(text)) return true
  const percent = short.exec(text)
  if (percent !== null) return Number(percent[2]) <= 100
  const range = ranged.exec(text)
  if (range === null) return false
  const [, name, low = '', high = ''] = range
  if (low === '' && high === '') return false
  if ((low !== '' && !/\d/.test(low)) || (high !== '' && !/\d/.test(high))) return false
  const percents = [low, high].filter(edge => edge.endsWith('%')).length
  const given = [low, high].filter(edge => edge !== '').length
  if (percents !== 0 && (percents !== given || name === 'PR')) return false
  const [from, to] = [low, high].map(edge => (edge === '' ? null : Number(edge.replace('%', ''))))
  if (percents > 0 && [from, to].some(edge => edge != null && (edge < 0 || edge > 100))) return false
  return from == null || to == null || from < to
}
