/** What stands at the ticks of an axis: short, with its unit, and never the same text twice. Pure. */
import { isBinary, showMetric, showNumber, showShortCount, type TimeUnits, unitSign } from '../format/index.ts'

/** `unit` undefined: units are not shown, or the series have several. */
export function tickTexts(ticks: readonly number[], unit: string | null | undefined, units: TimeUnits): string[] {
  const plain = unitSign(unit) === ''
  const texts = ticks.map(tick => (plain ? showShortCount(tick) : showMetric(tick, unit, units)))
  if (new Set(texts).size === texts.length) return texts
  if (isBinary(unit)) return binaryTexts(ticks, unit!)
  const sign = unit === 'Seconds' ? units.s : plain ? '' : ` ${unitSign(unit)}`
  return ticks.map(tick => `${fine(tick)}${sign}`)
}

const fine = (value: number): string =>
  Math.abs(value) < 1 && value !== 0 ? String(Number(value.toPrecision(6))) : showNumber(value)

const sizes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** All in the unit of the greatest, with as many digits as tell them apart. */
function binaryTexts(ticks: readonly number[], unit: string): string[] {
  const most = Math.max(...ticks.map(Math.abs), 1)
  const power = Math.min(sizes.length - 1, Math.floor(Math.log2(most) / 10))
  const per = unit.endsWith('/Second') ? '/s' : ''
  for (let digits = 1; ; digits += 1) {
    const texts = ticks.map(tick => `${(tick / 1_024 ** power).toFixed(digits)} ${sizes[power]}${per}`)
    if (new Set(texts).size === texts.length || digits === 6) return texts
  }
}
