/** An alarm's state as sign, word and colour together, and the marks of what keeps people from being told. */
import {
  IconAlertTriangleFilled,
  IconBellOff,
  IconCircleCheck,
  IconHelpCircle,
  IconHourglass,
} from '@tabler/icons-react'
import type { ApiAlarm, ApiAlarmState } from '../../src/model/index.ts'
import { useWords } from '../i18n/index.ts'
import classes from './alarms.module.css'

const signs = { OK: IconCircleCheck, ALARM: IconAlertTriangleFilled, INSUFFICIENT_DATA: IconHelpCircle } as const

export function StateSign({ state, size = 16 }: { readonly state: ApiAlarmState; readonly size?: number }) {
  const words = useWords()
  const Sign = signs[state]
  return (
    <span className={classes.state} data-state={state}>
      <Sign size={size} aria-hidden />
      {words.alarms.states[state]}
    </span>
  )
}

/** Muted, suppressed, actions off, trouble in evaluating: nothing where none holds. */
export function Marks({ alarm }: { readonly alarm: ApiAlarm }) {
  const words = useWords()
  const marks = [
    ...(alarm.mutedBy.length > 0
      ? [{ text: words.alarms.muted, why: words.alarms.mutedBy(alarm.mutedBy.join(', ')), Sign: IconBellOff }]
      : []),
    ...(alarm.suppressedBy === null
      ? []
      : [
          {
            text: words.alarms.suppressed,
            why: words.alarms.suppressedBy[alarm.suppressedBy],
            Sign: alarm.suppressedBy === 'Alarm' ? IconBellOff : IconHourglass,
          },
        ]),
    ...(alarm.actionsEnabled
      ? []
      : [{ text: words.alarms.actionsOff, why: words.alarms.actionsOffHint, Sign: IconBellOff }]),
    ...(alarm.evaluationState === null
      ? []
      : [
          {
            text: words.alarms.evaluationStates[alarm.evaluationState],
            why: words.alarms.evaluationHints[alarm.evaluationState],
            Sign: IconHelpCircle,
          },
        ]),
  ]
  if (marks.length === 0) return null
  return (
    <span className={classes.marks}>
      {marks.map(({ text, why, Sign }) => (
        <span key={text} className={classes.mark} title={why}>
          <Sign size={12} aria-hidden />
          {text}
        </span>
      ))}
    </span>
  )
}
