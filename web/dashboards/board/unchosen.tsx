/** A board that stands on a choice nobody has made: says what to choose, with the choices, instead of asking for nothing under its name. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DashboardVariable } from '../../../src/model/dashboard/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { Nothing } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from './board.module.css'

export interface UnchosenProps {
  readonly variable: DashboardVariable
  /** Undefined: there are none. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly choose: (value: string) => void
}

/** Choices as buttons; more are in the field above. */
const shown = 24
/** Where a search finds nothing, it may in this. */
const wider = { from: 'now-1d', to: 'now' }

export function Unchosen({ variable, choices, choose }: UnchosenProps) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  if (choices.length === 0)
    return (
      <Nothing title={words.dashboards.nothingToChoose(variable.label)}>
        <p>{words.dashboards.nothingToChooseHint}</p>
        <p className={classes.unchosen}>
          <Button variant="default" onClick={() => time.setRange(wider)}>
            {words.dashboards.lastDay}
          </Button>
          <Link {...paths.cluster({}, view)}>{words.dashboards.toCluster}</Link>
        </p>
      </Nothing>
    )
  return (
    <Nothing title={words.dashboards.chooseOne(variable.label)}>
      <p className={classes.unchosen}>
        {choices.slice(0, shown).map(({ value, label }) => (
          <Button key={value} variant="default" onClick={() => choose(value)}>
            {label}
          </Button>
        ))}
      </p>
    </Nothing>
  )
}
