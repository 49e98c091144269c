/** The newest values that an alarm saw against its threshold, without axes: is it near, and where does it go? */
import type { ApiAlarm } from '../../../src/model/index.ts'
import { showNumber } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from '../alarms.module.css'
import { factsOf } from '../words/facts.ts'
import { sparkOf } from './spark.ts'

const width = 120
const height = 26

export function Sparkline({ alarm }: { readonly alarm: ApiAlarm }) {
  const words = useWords()
  const { threshold } = factsOf(alarm.input)
  if (alarm.recent.length === 0) return null
  const { points, limit, newest } = sparkOf(alarm.recent, threshold, { width, height })
  const label = words.alarms.spark(
    alarm.value === null ? '–' : showNumber(alarm.value),
    threshold === null ? '–' : showNumber(threshold),
  )
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      data-state={alarm.state}
    >
      <title>{label}</title>
      {limit !== null && <line x1="0" x2={width} y1={limit} y2={limit} />}
      <polyline points={points.map(([x, y]) => `${x},${y}`).join(' ')} />
      {newest && <circle cx={newest[0]} cy={newest[1]} r="2.2" />}
    </svg>
  )
}
