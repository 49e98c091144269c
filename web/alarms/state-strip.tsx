/** The states of something without values of its own, over time: a strip with words where they fit. */
import { showDuration, showExactTime, type Zone } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import classes from './alarms.module.css'
import { type HeldState, stretchesOf } from './held.ts'

/** Share of the strip from which the state's word fits into its stretch. */
const roomForWord = 0.14

interface StateStripProps {
  readonly label: string
  readonly states: readonly HeldState[]
  readonly from: number
  readonly to: number
  readonly zone: Zone
}

export function StateStrip({ label, states, from, to, zone }: StateStripProps) {
  const words = useWords()
  const stretches = stretchesOf(states, from, to)
  const said = ({ at, to: end, state }: (typeof stretches)[number]) =>
    `${words.alarms.states[state]}: ${showExactTime(at, zone).slice(0, 19)}, ${showDuration(end - at, words.units)}`
  return (
    <figure className={classes.strip}>
      <div role="img" aria-label={`${label}. ${stretches.slice(-20).map(said).join('; ')}`}>
        {stretches.map(one => (
          <span key={one.at} data-state={one.state} style={{ width: `${one.share * 100}%` }} title={said(one)}>
            {one.share > roomForWord && words.alarms.states[one.state]}
          </span>
        ))}
      </div>
      <figcaption>
        <span>{showExactTime(from, zone).slice(5, 16)}</span>
        <span>{showExactTime(to, zone).slice(5, 16)}</span>
      </figcaption>
    </figure>
  )
}
