/** The form of a widget of alarms: which, in which states, in which order. */
import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getAlarms, orThrow } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import { alarmName } from '../widgets/title.ts'
import type { Json } from './body.ts'
import classes from './edit.module.css'
import { propertiesOf, withProperty } from './form-props.ts'

const states = ['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const
const orders = ['default', 'stateUpdatedTimestamp', 'timestamp'] as const

/** Read from the JSON itself: without an alarm, as a new one is, it is no widget yet. */
export function AlarmForm({ json, change }: { readonly json: Json; readonly change: (json: Json) => void }) {
  const words = useWords()
  const properties = propertiesOf(json)
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter(one => typeof one === 'string') : [])
  const chosen = texts(properties.alarms)
  const shown = texts(properties.states)
  const [typed, setTyped] = useState('')
  const [contains] = useDebouncedValue(typed.trim(), 150)
  const found = useQuery({
    queryKey: ['alarms', 'choices', contains],
    queryFn: ({ signal }) => orThrow(getAlarms({ contains, limit: 50 }, signal)),
    placeholderData: keepPreviousData,
  })
  const known = new Map([
    ...chosen.map(arn => [arn, alarmName(arn)] as const),
    ...(found.data?.alarms ?? []).map(one => [one.arn, one.name] as const),
  ])
  const set = (name: string, value: unknown) => change(withProperty(json, name, value))
  return (
    <div className={classes.form}>
      <TextInput
        label={words.dashboards.titleOf}
        value={typeof properties.title === 'string' ? properties.title : ''}
        onChange={event => set('title', event.currentTarget.value)}
        data-autofocus
      />
      <MultiSelect
        size="xs"
        label={words.dashboards.alarms}
        data={[...known].map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={next => set('alarms', next)}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        clearButtonProps={{ 'aria-label': words.dashboards.clear }}
        hidePickedOptions
      />
      <Checkbox.Group
        label={words.dashboards.statesShown}
        value={shown.length === 0 ? [...states] : shown}
        onChange={next => set('states', next.length === 0 || next.length === states.length ? undefined : next)}
      >
        <div className={classes.row}>
          {states.map(state => (
            <Checkbox key={state} size="xs" value={state} label={words.charts.states[state]} />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={words.dashboards.sortedBy}
        value={orders.find(one => one === properties.sortBy) ?? 'default'}
        onChange={next => set('sortBy', next === 'default' || next === null ? undefined : next)}
        data={orders.map(value => ({ value, label: words.dashboards.orders[value] }))}
        allowDeselect={false}
      />
    </div>
  )
}
