/** A small line behind or beside a number; what it says is said by the number. */

import type { Sampled } from './align.ts'
import classes from './numbers.module.css'
import type { Stretch } from './series.ts'
import { sparkPath } from './spark-path.ts'

export interface SparkProps {
  readonly series: Sampled
  readonly range: Stretch
  readonly colour: string
}

export function Spark({ series, range, colour }: SparkProps) {
  const { line, area } = sparkPath(series, range, 200, 40)
  return (
    <svg className={classes.spark} viewBox="0 0 200 40" preserveAspectRatio="none" aria-hidden="true">
      <path d={area} style={{ fill: colour }} opacity="0.14" />
      <path d={line} fill="none" style={{ stroke: colour }} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
