/** The periods that the last evaluation looked at, newest first: what came, and how it was judged. */
import { IconAlertTriangleFilled, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ApiAlarmDetail, ApiEvaluatedPeriod } from '../../../src/model/index.ts'
import { showExactTime, showNumber, showStretch } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { showLimit } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'

export function Evaluated({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const time = useTime()
  const facts = factsOf(detail.alarm.input)
  const band = detail.evaluated.some(one => one.low !== undefined || one.high !== undefined)
  return (
    <section className={classes.part} aria-label={words.alarms.evaluated}>
      <h2>{words.alarms.evaluated}</h2>
      <p className={classes.dim}>
        {words.alarms.evaluatedLead(String(facts.toAlarm), String(facts.periods), showLimit(words, facts))}
      </p>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={words.alarms.evaluated}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th>{words.alarms.period}</th>
              <th data-number>{words.alarms.value}</th>
              {band && <th data-number>{words.alarms.band}</th>}
              <th>{words.alarms.judged}</th>
            </tr>
          </thead>
          <tbody>
            {detail.evaluated.map(one => (
              <tr key={one.start}>
                <td title={`${showExactTime(one.start, time.zone)} – ${showExactTime(one.end, time.zone)}`}>
                  {showStretch(one.start, one.end, time.zone)}
                </td>
                <td data-number>{one.value === null ? '–' : showNumber(one.value)}</td>
                {band && (
                  <td data-number>
                    {one.low === undefined || one.high === undefined
                      ? '–'
                      : `${showNumber(one.low)} – ${showNumber(one.high)}`}
                  </td>
                )}
                <td>
                  <Judged period={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Judged({ period }: { readonly period: ApiEvaluatedPeriod }) {
  const words = useWords()
  if (period.breaching === null)
    return (
      <span className={classes.state} data-state="INSUFFICIENT_DATA">
        <IconCircleDashed size={15} aria-hidden />
        {period.value === null ? words.alarms.judgedMissing : words.alarms.judgedLeftOut}
      </span>
    )
  return period.breaching ? (
    <span className={classes.state} data-state="ALARM">
      <IconAlertTriangleFilled size={15} aria-hidden />
      {words.alarms.judgedBreaching}
    </span>
  ) : (
    <span className={classes.state} data-state="OK">
      <IconCircleCheck size={15} aria-hidden />
      {words.alarms.judgedHolding}
    </span>
  )
}
