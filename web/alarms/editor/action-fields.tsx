/** Whom to tell in each state: topics, and other ARNs written by hand. */
import { ActionIcon, Button, MultiSelect, Switch, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useFeature } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from '../alarms.module.css'
import { NewTopic } from '../receivers/dialogs.tsx'
import { useTopics } from '../receivers/queries.ts'
import { StateSign } from '../state-sign.tsx'
import { actionName } from '../words/facts.ts'
import type { AlarmDraft } from './draft.ts'
import type { FormPart } from './part.ts'

const lists = [
  ['alarmActions', 'ALARM'],
  ['okActions', 'OK'],
  ['noDataActions', 'INSUFFICIENT_DATA'],
] as const
type List = (typeof lists)[number][0]
/** Of each state. */
const mostActions = 5

export function ActionFields({ draft, set }: FormPart) {
  const words = useWords()
  const topics = useTopics(useFeature('topics') === true)
  const [creating, setCreating] = useState(false)
  const [arn, setArn] = useState('')
  const known = topics.data?.topics ?? []
  const add = (list: List, added: string) => {
    if (added !== '' && !draft[list].includes(added)) set({ [list]: [...draft[list], added] })
  }
  return (
    <fieldset className={classes.fields}>
      <legend>{words.alarms.tells}</legend>
      {lists.map(([list, state]) => (
        <div key={list} className={classes.telling}>
          <StateSign state={state} />
          <MultiSelect
            size="xs"
            aria-label={words.alarms.tellsIn(words.alarms.states[state])}
            data={options(draft, list, known)}
            value={[...draft[list]]}
            onChange={value => set({ [list]: value })}
            maxValues={mostActions}
            searchable
            hidePickedOptions
            placeholder={draft[list].length === 0 ? words.alarms.tellsNobody : undefined}
            nothingFoundMessage={words.palette.nothing}
          />
        </div>
      ))}
      <div className={classes.otherArn}>
        {topics.data && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {words.receivers.create}
          </Button>
        )}
        <TextInput
          aria-label={words.alarms.otherArn}
          placeholder={words.alarms.otherArn}
          value={arn}
          onChange={event => setArn(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <ActionIcon
          aria-label={words.alarms.addArn}
          disabled={!arn.trim().startsWith('arn:')}
          onClick={() => {
            add('alarmActions', arn.trim())
            setArn('')
          }}
        >
          <IconPlus size={15} />
        </ActionIcon>
      </div>
      <Switch
        size="xs"
        label={words.alarms.actionsOn}
        checked={draft.actionsEnabled}
        onChange={event => set({ actionsEnabled: event.currentTarget.checked })}
      />
      {creating && <NewTopic close={() => setCreating(false)} made={topic => add('alarmActions', topic.arn)} />}
    </fieldset>
  )
}

const options = (draft: AlarmDraft, list: List, known: readonly { readonly arn: string; readonly name: string }[]) => [
  ...known.map(({ arn, name }) => ({ value: arn, label: name })),
  ...draft[list]
    .filter(arn => !known.some(topic => topic.arn === arn))
    .map(arn => ({ value: arn, label: actionName(arn) })),
]
