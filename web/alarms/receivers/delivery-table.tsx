/** Messages with what became of each: delivered, waiting, tried again, failed and why. */
import { IconAlertTriangleFilled, IconCircleCheck, IconHourglass, IconRefreshAlert } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ApiDelivery } from '../../../src/model/index.ts'
import { showCount, showDuration, showExactTime } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { useTime } from '../../time/index.ts'
import { useNow } from '../ago.tsx'
import classes from '../alarms.module.css'
import { StateSign } from '../state-sign.tsx'
import { actionName } from '../words/facts.ts'

const signs = {
  delivered: IconCircleCheck,
  waiting: IconHourglass,
  retrying: IconRefreshAlert,
  failed: IconAlertTriangleFilled,
} as const

export interface DeliveryTableProps {
  readonly deliveries: readonly ApiDelivery[]
  /** With a column for the alarm. */
  readonly named: boolean
}

export function DeliveryTable({ deliveries, named }: DeliveryTableProps) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  if (deliveries.length === 0) return <p className={classes.dim}>{words.receivers.noDeliveries}</p>
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={words.receivers.deliveries}>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th>{words.field.time}</th>
            {named && <th>{words.alarms.name}</th>}
            <th>{words.alarms.state}</th>
            <th>{words.receivers.topic}</th>
            <th>{words.receivers.to}</th>
            <th>{words.receivers.result}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map(one => (
            <tr key={one.id}>
              <td title={showExactTime(one.at, time.zone)}>{showExactTime(one.at, time.zone).slice(0, 19)}</td>
              {named && (
                <td>
                  {one.alarm === null ? (
                    words.receivers.testMessage
                  ) : (
                    <Link {...paths.alarm({ name: one.alarm }, view)}>{one.alarm}</Link>
                  )}
                </td>
              )}
              <td>{one.state && <StateSign state={one.state} size={14} />}</td>
              <td title={one.action}>{actionName(one.action)}</td>
              <td>
                {one.way} · {one.to}
              </td>
              <td className={classes.long}>
                <Result delivery={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Result({ delivery: one }: { readonly delivery: ApiDelivery }) {
  const words = useWords()
  const time = useTime()
  const now = useNow()
  const Sign = signs[one.status]
  return (
    <>
      <span className={classes.delivery} data-status={one.status}>
        <Sign size={15} aria-hidden />
        {words.receivers.statuses[one.status]}
      </span>{' '}
      <span className={classes.dim}>
        {one.deliveredAt !== null && (
          <span title={showExactTime(one.deliveredAt, time.zone)}>
            {words.receivers.after(showDuration(Math.max(0, one.deliveredAt - one.at), words.units))}
          </span>
        )}
        {one.attempts > 1 && ` ${words.receivers.attempts(one.attempts, showCount(one.attempts))}`}
        {one.nextTry !== null &&
          one.status !== 'delivered' &&
          ` ${words.receivers.nextTry(showDuration(Math.max(1_000, one.nextTry - now), words.units))}`}
      </span>
      {one.error !== null && <div className={classes.bad}>{one.error}</div>}
    </>
  )
}
