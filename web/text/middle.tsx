/** A name too long for its place loses its middle: what tells pods and streams apart stands at their ends. */
import classes from './middle.module.css'

/** Characters kept at the end. */
const kept = 10

export function Middle({ text }: { readonly text: string }) {
  if (text.length <= kept * 2) return <span className={classes.whole}>{text}</span>
  return (
    <span className={classes.middle} title={text}>
      <span className={classes.start}>{text.slice(0, -kept)}</span>
      <span className={classes.end}>{text.slice(-kept)}</span>
    </span>
  )
}
