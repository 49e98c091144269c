/** Whom the alarm tells in each state, and what became of the newest messages. */
import type { ApiAlarmDetail } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from '../alarms.module.css'
import { DeliveryTable } from '../receivers/delivery-table.tsx'
import { StateSign } from '../state-sign.tsx'
import { alarmStates } from '../view.ts'
import { actionName, factsOf } from '../words/facts.ts'

export function Deliveries({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const { actions } = factsOf(detail.alarm.input)
  return (
    <div className={classes.parts}>
      <section className={classes.part} aria-label={words.alarms.tabs.actions}>
        <h2>{words.alarms.tells}</h2>
        <dl className={classes.facts}>
          {alarmStates.map(state => (
            <div key={state}>
              <dt>
                <StateSign state={state} />
              </dt>
              <dd>
                {actions[state].length === 0
                  ? words.alarms.tellsNobody
                  : actions[state].map(arn => (
                      <div key={arn} title={arn}>
                        {actionName(arn)} <code>{arn}</code>
                      </div>
                    ))}
              </dd>
            </div>
          ))}
        </dl>
        {!detail.alarm.actionsEnabled && <p className={classes.warning}>{words.alarms.actionsOffHint}</p>}
      </section>
      <section className={classes.part} aria-label={words.receivers.deliveries}>
        <h2>{words.receivers.deliveries}</h2>
        <DeliveryTable deliveries={detail.deliveries} named={false} />
      </section>
    </div>
  )
}
