/** Of an alarm over many series: each with its own state and reason, what fires first. */
import type { ApiAlarmDetail } from '../../../src/model/index.ts'
import { showCount, showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { Ago } from '../ago.tsx'
import classes from '../alarms.module.css'
import { StateSign } from '../state-sign.tsx'
import { alarmStates } from '../view.ts'

export function Contributors({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const time = useTime()
  const ordered = detail.contributors.toSorted((a, b) => alarmStates.indexOf(a.state) - alarmStates.indexOf(b.state))
  return (
    <section className={classes.part} aria-label={words.alarms.contributors}>
      <h2>
        {words.alarms.contributors} <span className={classes.dim}>{showCount(ordered.length)}</span>
      </h2>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={words.alarms.contributors}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th>{words.alarms.state}</th>
              <th>{words.alarms.series}</th>
              <th>{words.alarms.since}</th>
              <th>{words.alarms.reason}</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map(one => (
              <tr key={one.id}>
                <td>
                  <StateSign state={one.state} />
                </td>
                <td>
                  {Object.entries(one.attributes)
                    .map(([name, value]) => `${name} = ${value}`)
                    .join(', ') || one.id}
                </td>
                <td title={showExactTime(one.since, time.zone)}>
                  <Ago at={one.since} />
                </td>
                <td className={classes.long} lang="en">
                  {one.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
