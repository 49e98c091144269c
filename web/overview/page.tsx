/** Is anything wrong, and since when? What fires, what changed, what the logs bring and cost. Only what is true now. */
import { useDocumentTitle } from '@mantine/hooks'
import { IconAlertTriangleFilled, IconArrowRight, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ApiAlarm, ApiAlarms } from '../../src/model/index.ts'
import { Ago, useNow } from '../alarms/ago.tsx'
import { changeOf } from '../alarms/history/change.ts'
import { Sparkline } from '../alarms/list/sparkline.tsx'
import { useAlarmHistory, useSomeAlarms } from '../alarms/queries.ts'
import { Marks, StateSign } from '../alarms/state-sign.tsx'
import { showCondition } from '../alarms/words/condition.ts'
import { factsOf } from '../alarms/words/facts.ts'
import { useFeature } from '../api/index.ts'
import { showCount, showExactTime } from '../format/index.ts'
import { judgeHealth, useSelf, useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { LogsPart } from './logs-part.tsx'
import classes from './overview.module.css'
import { shortTime, standingOf } from './sentence.ts'

/** Firing alarms asked for: enough to say since when. */
const asked = 200
/** Of them listed here; the list of alarms has all. */
const listed = 12

export function OverviewPage() {
  const words = useWords()
  const alarms = useFeature('alarms')
  useDocumentTitle([words.overview.title, words.brand].join(' · '))
  return (
    <div className={classes.page}>
      <h1 className="mg-visually-hidden">{words.overview.title}</h1>
      {alarms ? <AlarmsPart /> : alarms === undefined ? <Waiting rows={3} height={40} /> : null}
      <LogsPart />
    </div>
  )
}

function AlarmsPart() {
  const words = useWords()
  const time = useTimeView()
  const firing = useSomeAlarms({ state: 'ALARM', limit: asked })
  if (!firing.data)
    return firing.isError ? (
      <Trouble message={explain(words, firing.error)} retry={() => void firing.refetch()} />
    ) : (
      <Waiting rows={6} height={40} />
    )
  const { alarms, counts, total } = firing.data
  return (
    <>
      <Sentence firing={firing.data} />
      {firing.isError && <Trouble inline message={explain(words, firing.error)} retry={() => void firing.refetch()} />}
      <div className={classes.columns}>
        <section className={classes.part} aria-label={words.overview.firingTitle}>
          <div className={classes.partHead}>
            <h2>{words.overview.firingTitle}</h2>
            <Link {...paths.alarms(counts.ALARM > 0 ? { state: 'ALARM' } : {}, time)}>
              {counts.ALARM > listed ? words.alarms.all(showCount(counts.ALARM)) : words.overview.allAlarms}
            </Link>
          </div>
          {alarms.length === 0 ? (
            <p className={classes.dim}>
              {words.overview.firingNone}{' '}
              {total === 0 && <Link {...paths.alarmEdit({}, time)}>{words.overview.first}</Link>}
            </p>
          ) : (
            <ul className={classes.list}>
              {alarms
                .toSorted((a, b) => b.since - a.since)
                .slice(0, listed)
                .map(alarm => (
                  <Firing key={alarm.name} alarm={alarm} />
                ))}
            </ul>
          )}
        </section>
        <Changes />
      </div>
    </>
  )
}

const signs = { bad: IconAlertTriangleFilled, warn: IconHelpCircle, ok: IconCircleCheck } as const

/** Mangru's own health joins in where it is not well: a watchtower that is blind must say so. */
function Sentence({ firing }: { readonly firing: ApiAlarms }) {
  const words = useWords()
  const time = useTime()
  const now = useNow()
  const self = useSelf()
  const view = useTimeView()
  const standing = standingOf(words, firing, now, time.zone)
  const health = self.data && judgeHealth(self.data, words)
  const Sign = signs[standing.verdict]
  return (
    <p className={classes.sentence} data-verdict={standing.verdict} role="status">
      <Sign size={26} aria-hidden />
      <span>
        {standing.sentence}{' '}
        {health && health.verdict !== 'ok' && (
          <Link {...paths.self(view)}>
            {words.health[health.verdict]}: {health.reasons.join(' ')}
          </Link>
        )}
      </span>
    </p>
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

/** Changes of state shown. */
const newest = 10

function Changes() {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const now = useNow()
  const found = useAlarmHistory({ type: 'StateUpdate' })
  const items = (found.data?.pages[0]?.items ?? []).slice(0, newest)
  return (
    <section className={classes.part} aria-label={words.overview.changes}>
      <div className={classes.partHead}>
        <h2>{words.overview.changes}</h2>
        <Link {...paths.alarmHistory({}, view)}>{words.overview.allHistory}</Link>
      </div>
      {found.isError && !found.data ? (
        <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />
      ) : found.isPending ? (
        <Waiting rows={5} height={28} />
      ) : items.length === 0 ? (
        <p className={classes.dim}>{words.overview.changesNone}</p>
      ) : (
        <ul className={classes.list}>
          {items.map((item, at) => {
            const change = changeOf(item)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: changes of one moment may be alike
              <li key={`${item.at}-${at}`} className={classes.change}>
                <span className={classes.time} title={showExactTime(item.at, time.zone)}>
                  {shortTime(item.at, now, time.zone)}
                </span>
                <Link {...paths.alarm({ name: item.alarm, tab: 'history' }, view)} className={classes.name}>
                  {item.alarm}
                </Link>
                {change && (
                  <span className={classes.became}>
                    {change.from && <StateSign state={change.from} size={13} />}
                    <IconArrowRight size={12} aria-label={words.alarms.becomes} role="img" />
                    {change.to && <StateSign state={change.to} size={13} />}
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
