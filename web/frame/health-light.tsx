/** The small light in the top bar: how Mangru is, in a colour, a sign and words; opens the self page. */
import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { showRate } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import classes from './frame.module.css'
import { judgeHealth } from './health.ts'
import { useSelf } from './self.ts'
import { useTimeView } from './time-view.ts'

export function HealthLight() {
  const words = useWords()
  const self = useSelf()
  const health = self.data && !self.isError ? judgeHealth(self.data, words) : undefined
  const verdict = self.isError ? 'bad' : (health?.verdict ?? 'ok')
  const title = self.isError ? words.health.unknown : words.health[verdict]
  const rate = self.data ? showRate(self.data.ingest.eventsPerSecond) : ''
  const Sign = self.isError ? IconPlugConnectedX : verdict === 'ok' ? IconCircleCheck : IconAlertTriangle
  return (
    <Tooltip
      label={
        <>
          <strong>{title}</strong>
          {health?.reasons.map(reason => (
            <div key={reason}>{reason}</div>
          ))}
          {rate && <div>{words.health.rate(rate)}</div>}
        </>
      }
    >
      <Link
        {...paths.self(useTimeView())}
        className={classes.health}
        data-verdict={verdict}
        aria-label={`${title}. ${rate}`}
      >
        <Sign size={16} aria-hidden />
        <span className={classes.healthRate}>{rate}</span>
      </Link>
    </Tooltip>
  )
}
