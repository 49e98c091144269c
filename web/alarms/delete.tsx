/** Deleting alarms, after a question. */
import { Button, Group, Modal, Text } from '@mantine/core'
import type { ApiAlarm } from '../../src/model/index.ts'
import { showCount } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { explain, Trouble } from '../states/index.ts'
import classes from './alarms.module.css'
import { useAlarmChanges } from './queries.ts'

/** Names listed in the question; the rest is counted. */
const listed = 8

export interface DeleteAlarmsProps {
  readonly alarms: readonly Pick<ApiAlarm, 'name' | 'kind'>[]
  readonly close: () => void
  readonly deleted: () => void
}

export function DeleteAlarms({ alarms, close, deleted }: DeleteAlarmsProps) {
  const words = useWords()
  const { remove } = useAlarmChanges()
  const ordered = alarms.toSorted((a, b) => Number(b.kind === 'composite') - Number(a.kind === 'composite'))
  return (
    <Modal
      opened
      onClose={close}
      title={words.alarms.deleteTitle(alarms.length, showCount(alarms.length))}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <ul className={classes.names}>
        {ordered.slice(0, listed).map(alarm => (
          <li key={alarm.name}>{alarm.name}</li>
        ))}
        {ordered.length > listed && <li>{words.alarms.andMore(showCount(ordered.length - listed))}</li>}
      </ul>
      <Text size="sm">{words.alarms.deleteLead}</Text>
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(
              ordered.map(alarm => alarm.name),
              { onSuccess: deleted },
            )
          }
        >
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
