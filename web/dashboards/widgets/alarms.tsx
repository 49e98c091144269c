/** A widget of alarms: each with its state in sign and word, since when, and its last values; opens the alarm. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AlarmWidget } from '../../../src/model/dashboard/index.ts'
import type { ApiAlarm } from '../../../src/model/index.ts'
import { getAlarms, orThrow, useFeature } from '../../api/index.ts'
import { showDuration, showExactTime } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { paths } from '../../paths.ts'
import { useTime } from '../../time/index.ts'
import { countsOf, sortAlarms } from './alarm-order.ts'
import { AlarmState } from './alarm-state.tsx'
import type { WidgetProps } from './props.ts'
import { WidgetNotes, WidgetNothing, WidgetTrouble, WidgetWaiting } from './state.tsx'
import { alarmName, titleOf } from './title.ts'
import classes from './widgets.module.css'

/** Milliseconds between two looks. */
const every = 5_000

/** Undefined: there is no such alarm. By the list, where a name that is gone is no refusal. */
async function lookAt(name: string, signal: AbortSignal): Promise<ApiAlarm | undefined> {
  let after: string | undefined
  do {
    const page = await orThrow(getAlarms({ contains: name, after, limit: pageLimits.alarmsPage }, signal))
    const found = page.alarms.find(one => one.name === name)
    if (found) return found
    after = page.next
  } while (after !== undefined && after < name)
  return undefined
}

export function AlarmWidgetBody({ widget, seen }: WidgetProps<AlarmWidget>) {
  const words = useWords()
  const { zone } = useTime()
  const view = useTimeView()
  const there = useFeature('alarms')
  const names = [...new Set(widget.alarms.map(alarmName))]
  const answer = useQuery({
    queryKey: ['alarms', 'widget', names],
    queryFn: ({ signal }) => Promise.all(names.map(name => lookAt(name, signal))),
    enabled: seen && there === true,
    refetchInterval: every,
  })
  if (there === false) return <WidgetNothing>{words.dashboards.noAlarms}</WidgetNothing>
  if (answer.isError && !answer.data) return <WidgetTrouble error={answer.error} retry={() => void answer.refetch()} />
  if (!answer.data) return <WidgetWaiting />
  const found = answer.data.filter(one => one !== undefined)
  const unknown = names.filter((_, at) => answer.data[at] === undefined)
  const shown = sortAlarms(
    found.filter(one => widget.states.includes(one.state)),
    widget.sortBy,
  )
  const counts = countsOf(found)
  return (
    <div className={classes.stack}>
      <p className={classes.counts}>
        {(['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const).map(state => (
          <span key={state} data-none={counts[state] === 0 || undefined}>
            <AlarmState state={state} /> {counts[state]}
          </span>
        ))}
      </p>
      {shown.length === 0 ? (
        <WidgetNothing>{words.dashboards.noneInStates}</WidgetNothing>
      ) : (
        <ul className={classes.alarms} aria-label={titleOf(widget, words)}>
          {shown.map(one => (
            <li key={one.name} data-state={one.state}>
              <AlarmState state={one.state} />
              <Link {...paths.alarm({ name: one.name }, view)} className={classes.alarmName} title={one.reason}>
                {one.name}
              </Link>
              <span className={classes.dim} title={showExactTime(one.since, zone)}>
                {showDuration(Math.max(1_000, answer.dataUpdatedAt - one.since), words.units)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <WidgetNotes notes={unknown.map(name => words.dashboards.unknownAlarm(name))} />
    </div>
  )
}
