/** What the alarm is, to read and to copy: its facts, AWS's JSON, and the command that puts it. */
import type { ApiAlarmDetail } from '../../../src/model/index.ts'
import { showDuration, showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { Command } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { putAlarmCommand } from '../editor/command.ts'
import { showCondition } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'

export function Definition({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const time = useTime()
  const { alarm, tags } = detail
  const facts = factsOf(alarm.input)
  const rows: readonly (readonly [string, string])[] = [
    [words.alarms.condition, showCondition(words, facts)],
    ...(alarm.kind === 'metric'
      ? ([
          [words.alarms.periodLength, showDuration(facts.periodMs, words.units)],
          [
            words.alarms.missing,
            `${words.alarms.treatments[facts.missing]}: ${words.alarms.treatmentHints[facts.missing]}`,
          ],
        ] as const)
      : []),
    [words.group.arn, alarm.arn],
    [words.alarms.createdAt, showExactTime(detail.createdAt, time.zone)],
    [words.alarms.changedAt, showExactTime(detail.changedAt, time.zone)],
    ...Object.entries(tags).map(([name, value]) => [words.alarms.tag(name), value] as const),
  ]
  return (
    <div className={classes.parts}>
      <dl className={classes.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className={classes.part} aria-label={words.alarms.command}>
        <h2>{words.alarms.command}</h2>
        <Command text={putAlarmCommand(location.origin, alarm.input)} />
      </section>
      <section className={classes.part} aria-label={words.alarms.json}>
        <h2>{words.alarms.json}</h2>
        <Command text={JSON.stringify(alarm.input, null, 2)} />
      </section>
    </div>
  )
}
