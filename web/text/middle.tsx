/** A name too long for its place loses what it shares with its neighbours: what tells pods and streams apart stays. */
import classes from './middle.module.css'
import { telling } from './telling.ts'

/** Characters kept at the end of a name without siblings. */
const keptEnd = 10

export interface MiddleProps {
  readonly text: string
  /** The names shown beside it. */
  readonly siblings?: readonly string[]
}

export function Middle({ text, siblings = [] }: MiddleProps) {
  const { start, rest } = telling(text, siblings)
  if (rest !== '')
    return (
      <span className={classes.whole} title={text}>
        {start}…{rest}
      </span>
    )
  if (text.length <= keptEnd * 2) return <span className={classes.whole}>{text}</span>
  return (
    <span className={classes.middle} title={text}>
      <span className={classes.start}>{text.slice(0, -keptEnd)}</span>
      <span className={classes.end}>{text.slice(-keptEnd)}</span>
    </span>
  )
}
