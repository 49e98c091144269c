/** Setting a state by hand, with the warning that it is no pretence: actions run. */
import { Button, Group, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ApiAlarm, ApiAlarmState } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { useAlarmChanges } from '../queries.ts'
import { alarmStates } from '../view.ts'

export function SetState({ alarm, close }: { readonly alarm: ApiAlarm; readonly close: () => void }) {
  const words = useWords()
  const { state: change } = useAlarmChanges()
  const [state, setState] = useState<ApiAlarmState>(alarm.state === 'ALARM' ? 'OK' : 'ALARM')
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ name: alarm.name, state, reason: reason.trim() }, { onSuccess: close })
  }
  return (
    <Modal
      opened
      onClose={close}
      title={words.alarms.setStateTitle(alarm.name)}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <p className={classes.warning} role="note">
          {words.alarms.setStateWarning}
        </p>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.alarms.state}
          value={state}
          onChange={value => setState(value as ApiAlarmState)}
          data={alarmStates.map(one => ({ value: one, label: words.alarms.states[one] }))}
        />
        <TextInput
          label={words.alarms.setStateReason}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          required
          maxLength={1_023}
          data-autofocus
        />
        {change.isError && <Trouble inline message={explain(words, change.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {words.alarms.setStateDo}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
