/** Alarms that name no pod and no node: the map cannot show where they are, so they stand above it. */
import { Link } from '@tanstack/react-router'
import { StateSign } from '../../alarms/state-sign.tsx'
import { showCount } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import type { SpeakingAlarms } from '../alarms.ts'
import classes from './map.module.css'
import { namedAlarms } from './words.ts'

export function WholeAlarms({ alarms: { whole, leftOut } }: { readonly alarms: SpeakingAlarms }) {
  const { alarm: words } = useWords().cluster.map
  const time = useTimeView()
  const more = whole.length - namedAlarms
  return (
    <>
      {whole.length > 0 && (
        <p className={classes.whole}>
          {words.whole}
          {whole.slice(0, namedAlarms).map(({ name, state }) => (
            <span key={name}>
              <StateSign state={state} size={14} /> <Link {...paths.alarm({ name }, time)}>{name}</Link>
            </span>
          ))}
          {more > 0 && <Link {...paths.alarms({}, time)}>{words.more(showCount(more))}</Link>}
        </p>
      )}
      {leftOut > 0 && <p className={classes.dim}>{words.leftOut(showCount(leftOut))}</p>}
    </>
  )
}
