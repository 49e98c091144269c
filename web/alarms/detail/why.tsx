/** Why the alarm is in its state: plain sentences in the reader's language, CloudWatch's own words, and what missing data means here. */
import type { ApiAlarmDetail } from '../../../src/model/index.ts'
import { showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { Ago } from '../ago.tsx'
import classes from '../alarms.module.css'
import { factsOf } from '../words/facts.ts'
import { whySentences } from '../words/why.ts'
import { LinesBehind } from './lines-behind.tsx'

export function Why({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const time = useTime()
  const { alarm } = detail
  const facts = factsOf(alarm.input)
  const sentences = whySentences(words, detail, time.zone)
  return (
    <section className={classes.why} data-state={alarm.state} aria-label={words.alarms.whyTitle}>
      <h2>{words.alarms.whyTitle}</h2>
      {sentences.length > 0 && <p className={classes.sentence}>{sentences.join(' ')}</p>}
      <p className={classes.reason}>
        <span className={classes.dim}>{words.alarms.reasonThen}</span> <q lang="en">{alarm.reason}</q>
      </p>
      <LinesBehind alarm={alarm} />
      {alarm.kind === 'metric' && (
        <p className={classes.dim}>
          <b>{words.alarms.missingTitle}</b> {words.alarms.treatments[facts.missing]}:{' '}
          {words.alarms.treatmentHints[facts.missing]}
        </p>
      )}
      <p className={classes.dim}>
        {alarm.evaluatedAt === null ? (
          words.alarms.neverEvaluated
        ) : (
          <span title={showExactTime(alarm.evaluatedAt, time.zone)}>
            {words.alarms.evaluatedAt} <Ago at={alarm.evaluatedAt} />
          </span>
        )}
      </p>
    </section>
  )
}
