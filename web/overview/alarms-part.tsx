/** Alarms that fire, the newest first. */
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiAlarm, ApiAlarms } from '../../src/model/index.ts'
import { Ago } from '../alarms/ago.tsx'
import { Sparkline } from '../alarms/list/sparkline.tsx'
import { Marks, StateSign } from '../alarms/state-sign.tsx'
import { showCondition } from '../alarms/words/condition.ts'
import { factsOf } from '../alarms/words/facts.ts'
import { showCount, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './overview.module.css'

/** Of them listed here; the list of alarms has all. */
const listed = 12

export function AlarmsPart({ firing }: { readonly firing: UseQueryResult<ApiAlarms> }) {
  const words = useWords()
  const time = useTimeView()
  const { data } = firing
  return (
    <section className={classes.part} aria-label={words.overview.firingTitle}>
      <div className={classes.partHead}>
        <h2>{words.overview.firingTitle}</h2>
        {data && (
          <Link {...paths.alarms(data.counts.ALARM > 0 ? { state: 'ALARM' } : {}, time)}>
            {data.counts.ALARM > listed ? words.alarms.all(showCount(data.counts.ALARM)) : words.overview.allAlarms}
          </Link>
        )}
      </div>
      {firing.isError && <Trouble inline message={explain(words, firing.error)} retry={() => void firing.refetch()} />}
      {!data ? (
        !firing.isError && <Waiting rows={3} height={40} />
      ) : data.alarms.length === 0 ? (
        <p className={classes.dim}>
          {words.overview.firingNone}{' '}
          {data.total === 0 && <Link {...paths.alarmEdit({}, time)}>{words.overview.first}</Link>}
        </p>
      ) : (
        <ul className={classes.list}>
          {data.alarms
            .toSorted((a, b) => b.since - a.since)
            .slice(0, listed)
            .map(alarm => (
              <Firing key={alarm.name} alarm={alarm} />
            ))}
        </ul>
      )}
    </section>
  )
}

function Firing({ alarm }: { readonly alarm: ApiAlarm }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  return (
    <li className={classes.firing}>
      <div className={classes.firingHead}>
        <StateSign state={alarm.state} />
        <Link {...paths.alarm({ name: alarm.name }, view)} className={classes.name}>
          {alarm.name}
        </Link>
        <Marks alarm={alarm} />
        <span className={classes.since} title={showExactTime(alarm.since, time.zone)}>
          <Ago at={alarm.since} />
        </span>
      </div>
      <div className={classes.firingBody}>
        <p className={classes.dim}>{showCondition(words, factsOf(alarm.input))}</p>
        <Sparkline alarm={alarm} />
      </div>
    </li>
  )
}
