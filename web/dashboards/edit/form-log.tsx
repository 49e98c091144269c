/** The form of a widget of logs: where it looks, what it asks, how it is drawn. */
import { Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type LogWidget, logWidgetQuery } from '../../../src/model/dashboard/index.ts'
import { getGroups, orThrow } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from './edit.module.css'
import { type FormProps, withProperty } from './form-props.ts'
import { writeLogQuery } from './log-source.ts'

export function LogForm({ json, widget, change }: FormProps<LogWidget>) {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [contains] = useDebouncedValue(typed.trim(), 150)
  const found = useQuery({
    queryKey: ['groups', 'names', contains],
    queryFn: ({ signal }) => orThrow(getGroups({ contains, limit: 50 }, signal)),
    placeholderData: keepPreviousData,
  })
  const { groups, text } = logWidgetQuery(widget.query)
  const names = [...new Set([...groups, ...(found.data?.groups ?? []).map(one => one.name)])]
  const set = (name: string, value: unknown) => change(withProperty(json, name, value))
  return (
    <div className={classes.form}>
      <TextInput
        label={words.dashboards.titleOf}
        value={widget.title}
        onChange={event => set('title', event.currentTarget.value)}
        data-autofocus
      />
      <MultiSelect
        size="xs"
        label={words.dashboards.logGroups}
        data={names}
        value={[...groups]}
        onChange={next => set('query', writeLogQuery(next, text))}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        clearButtonProps={{ 'aria-label': words.dashboards.clear }}
        hidePickedOptions
      />
      <Textarea
        label={words.dashboards.logQuery}
        value={text}
        onChange={event => set('query', writeLogQuery(groups, event.currentTarget.value))}
        minRows={4}
        maxRows={12}
        autosize
        spellCheck={false}
        classNames={{ input: classes.source ?? '' }}
      />
      <div className={classes.row}>
        <Select
          label={words.dashboards.view}
          value={widget.view}
          onChange={next => set('view', next ?? 'table')}
          data={(['table', 'timeSeries', 'bar', 'pie'] as const).map(value => ({
            value,
            label: words.dashboards.views[value],
          }))}
          allowDeselect={false}
        />
        {widget.view === 'timeSeries' && (
          <Checkbox
            size="xs"
            label={words.dashboards.stacked}
            checked={widget.stacked}
            onChange={event => set('stacked', event.currentTarget.checked)}
          />
        )}
      </div>
    </div>
  )
}
