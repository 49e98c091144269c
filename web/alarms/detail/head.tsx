/** The name, the state and since when, and what can be done with the alarm. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconBell, IconBellOff, IconDots, IconPencil } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiAlarmDetail } from '../../../src/model/index.ts'
import { showExactTime } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { copyText, explain, Trouble } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { Ago } from '../ago.tsx'
import classes from '../alarms.module.css'
import { DeleteAlarms } from '../delete.tsx'
import { MuteMenu } from '../mutes/mute-menu.tsx'
import { useAlarmChanges } from '../queries.ts'
import { Marks, StateSign } from '../state-sign.tsx'
import { showCondition } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'
import { SetState } from './set-state.tsx'

export function DetailHead({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const navigate = useNavigate()
  const { actions } = useAlarmChanges()
  const [dialog, setDialog] = useState<'state' | 'delete'>()
  const { alarm } = detail
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <div className={classes.titleName}>
          <h1>{alarm.name}</h1>
          <p className={classes.standing} role="status">
            <StateSign state={alarm.state} size={18} />
            <span title={showExactTime(alarm.since, time.zone)}>
              {words.alarms.sinceTime(showExactTime(alarm.since, time.zone).slice(0, 19))} (<Ago at={alarm.since} />)
            </span>
            <Marks alarm={alarm} />
          </p>
        </div>
        <div className={classes.ways}>
          <MuteMenu alarm={alarm} />
          <Button
            variant="default"
            leftSection={
              alarm.actionsEnabled ? <IconBellOff size={14} aria-hidden /> : <IconBell size={14} aria-hidden />
            }
            loading={actions.isPending}
            onClick={() => actions.mutate({ names: [alarm.name], enabled: !alarm.actionsEnabled })}
          >
            {alarm.actionsEnabled ? words.alarms.disable : words.alarms.enable}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => void navigate(paths.alarmEdit({ name: alarm.name }, view))}
          >
            {words.alarms.edit}
          </Button>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={words.groups.more(alarm.name)}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void navigate(paths.alarmEdit({ copyOf: alarm.name }, view))}>
                {words.alarms.copy}
              </Menu.Item>
              <Menu.Item onClick={() => setDialog('state')}>{words.alarms.setState}</Menu.Item>
              <Menu.Item onClick={() => void copyText(alarm.arn)}>{words.groups.copyArn}</Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" onClick={() => setDialog('delete')}>
                {words.alarms.delete}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {alarm.description !== '' && <p className={classes.description}>{alarm.description}</p>}
      <p className={classes.conditionLine}>{showCondition(words, factsOf(alarm.input))}</p>
      {actions.isError && <Trouble inline message={explain(words, actions.error)} />}
      {dialog === 'state' && <SetState alarm={alarm} close={() => setDialog(undefined)} />}
      {dialog === 'delete' && (
        <DeleteAlarms
          alarms={[alarm]}
          close={() => setDialog(undefined)}
          deleted={() => void navigate(paths.alarms({}, view))}
        />
      )}
    </header>
  )
}
