/** Numbers to be read from across the room: each with its name, and if wanted its small line and how it moved. */
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react'
import { showShare } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import type { Sampled } from './align.ts'
import classes from './numbers.module.css'
import type { Stretch } from './series.ts'
import { Spark } from './spark.tsx'

export interface SingleValueProps {
  readonly label: string
  readonly values: readonly {
    readonly id: string
    readonly label: string
    /** As shown; undefined: nothing is known. */
    readonly text: string | undefined
    readonly exact: string | undefined
    readonly colour: string
    /** Present: drawn below the number. */
    readonly spark?: Sampled
    /** Present: 0.5 is half as much again; null: not known. */
    readonly trend?: number | null
  }[]
  readonly range: Stretch
}

export function SingleValue({ label, values, range }: SingleValueProps) {
  return (
    <ul className={classes.values} aria-label={label}>
      {values.map(one => (
        <li key={one.id}>
          <span className={classes.valueName} title={one.label}>
            <span className={classes.dot} style={{ background: one.colour }} aria-hidden />
            {one.label}
          </span>
          <span className={classes.value} title={one.exact}>
            {one.text ?? '–'}
          </span>
          {one.trend !== undefined && <Trend change={one.trend} />}
          {one.spark && <Spark series={one.spark} range={range} colour={one.colour} />}
        </li>
      ))}
    </ul>
  )
}

function Trend({ change }: { readonly change: number | null }) {
  const words = useWords()
  if (change === null) return <span className={classes.trend}>–</span>
  const Sign = change > 0 ? IconArrowUpRight : change < 0 ? IconArrowDownRight : IconArrowRight
  const text = `${change > 0 ? '+' : change < 0 ? '−' : '±'}${showShare(Math.abs(change))}`
  return (
    <span className={classes.trend} title={words.charts.trend(text)}>
      <Sign size={14} aria-hidden />
      {text}
    </span>
  )
}
