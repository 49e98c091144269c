/** An alarm's state by sign, word and colour together. */
import { IconAlertTriangleFilled, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import type { ApiAlarmState } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from './widgets.module.css'

const signs = { OK: IconCircleCheck, ALARM: IconAlertTriangleFilled, INSUFFICIENT_DATA: IconHelpCircle } as const

export function AlarmState({ state }: { readonly state: ApiAlarmState }) {
  const words = useWords()
  const Sign = signs[state]
  return (
    <span className={classes.state} data-state={state}>
      <Sign size={15} aria-hidden /> {words.charts.states[state]}
    </span>
  )
}
