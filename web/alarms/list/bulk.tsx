/** What can be done with the ticked alarms together: actions on, actions off, delete. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ApiAlarm } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { DeleteAlarms } from '../delete.tsx'
import { useAlarmChanges } from '../queries.ts'

export function Bulk({ alarms, done }: { readonly alarms: readonly ApiAlarm[]; readonly done: () => void }) {
  const words = useWords()
  const { actions } = useAlarmChanges()
  const [deleting, setDeleting] = useState(false)
  const names = alarms.map(alarm => alarm.name)
  const turn = (enabled: boolean) => actions.mutate({ names, enabled }, { onSuccess: done })
  return (
    <div className={classes.bulk} role="toolbar" aria-label={words.alarms.bulk}>
      <b>{words.alarms.chosen(names.length, showCount(names.length))}</b>
      <Button variant="default" loading={actions.isPending} onClick={() => turn(true)}>
        {words.alarms.enable}
      </Button>
      <Button variant="default" loading={actions.isPending} onClick={() => turn(false)}>
        {words.alarms.disable}
      </Button>
      <Button variant="default" color="red" onClick={() => setDeleting(true)}>
        {words.alarms.delete}
      </Button>
      <Button variant="subtle" color="gray" onClick={done}>
        {words.groups.clear}
      </Button>
      {actions.isError && <Trouble inline message={explain(words, actions.error)} />}
      {deleting && (
        <DeleteAlarms
          alarms={alarms}
          close={() => setDeleting(false)}
          deleted={() => {
            setDeleting(false)
            done()
          }}
        />
      )}
    </div>
  )
}
