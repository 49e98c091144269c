/** The rule of a composite: text, and alarms put in by choosing them; what quietens it. */
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ApiAlarmState } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from '../alarms.module.css'
import { AlarmsField } from '../alarms-field.tsx'
import { alarmStates } from '../view.ts'
import type { FormPart } from './part.ts'
import { stateOfAlarm, withCondition } from './rule.ts'

const example = 'ALARM(errors) AND NOT ALARM("deployment running")'

export function RuleField({ draft, set, wrong }: FormPart) {
  const words = useWords()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [state, setState] = useState<ApiAlarmState>('ALARM')
  const put = (joint: 'AND' | 'OR') => {
    const rule = chosen.reduce((sum, name) => withCondition(sum, stateOfAlarm(state, name), joint), draft.rule)
    set({ rule })
    setChosen([])
  }
  return (
    <fieldset className={classes.fields}>
      <legend>{words.alarms.watched.composite}</legend>
      <Textarea
        size="xs"
        label={words.alarms.rule}
        description={words.alarms.ruleHint}
        placeholder={example}
        value={draft.rule}
        error={wrong('rule')}
        onChange={event => set({ rule: event.currentTarget.value })}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={10_240}
        spellCheck={false}
        classNames={{ input: classes.mono ?? '' }}
      />
      <div className={classes.putIn}>
        <AlarmsField label={words.alarms.putIn} value={chosen} change={setChosen} />
        <SegmentedControl
          size="xs"
          aria-label={words.alarms.state}
          value={state}
          onChange={value => setState(value as ApiAlarmState)}
          data={alarmStates.map(one => ({ value: one, label: words.alarms.states[one] }))}
        />
        <Button variant="default" disabled={chosen.length === 0} onClick={() => put('AND')}>
          {words.alarms.putAnd}
        </Button>
        <Button variant="default" disabled={chosen.length === 0} onClick={() => put('OR')}>
          {words.alarms.putOr}
        </Button>
      </div>
      <TextInput
        label={words.alarms.suppressor}
        description={words.alarms.suppressorHint}
        value={draft.suppressor}
        error={wrong('suppressor')}
        onChange={event => set({ suppressor: event.currentTarget.value })}
        spellCheck={false}
        autoComplete="off"
      />
      {draft.suppressor.trim() !== '' && (
        <div className={classes.pair}>
          <TextInput
            label={words.alarms.wait}
            description={words.alarms.waitHint}
            inputMode="numeric"
            value={draft.wait}
            onChange={event => set({ wait: event.currentTarget.value })}
          />
          <TextInput
            label={words.alarms.extension}
            description={words.alarms.extensionHint}
            inputMode="numeric"
            value={draft.extension}
            onChange={event => set({ extension: event.currentTarget.value })}
          />
        </div>
      )}
    </fieldset>
  )
}
