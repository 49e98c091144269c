/** The metric filters of a group: the list, or the editor of one. */
import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiMetricFilter } from '../../src/model/index.ts'
import { onceInFiveMinutes } from '../alarms/editor/draft.ts'
import { useFeature } from '../api/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { FilterEditor } from './editor.tsx'
import classes from './filters.module.css'
import { useMetricFilterChanges, useMetricFilters } from './queries.ts'

export interface MetricFiltersProps {
  readonly group: string
  /** Name of the filter in the editor, '' for a new one. */
  readonly edit: string | undefined
  readonly pattern: string
  readonly change: (next: { edit: string | undefined; pattern: string }) => void
}

export function MetricFilters({ group, edit, pattern, change }: MetricFiltersProps) {
  const words = useWords()
  const filters = useMetricFilters(group)
  const alarms = useFeature('alarms')
  const time = useTimeView()
  const navigate = useNavigate()
  const [deleting, setDeleting] = useState<ApiMetricFilter>()
  if (filters.isError && !filters.data)
    return <Trouble message={explain(words, filters.error)} retry={() => void filters.refetch()} />
  if (!filters.data) return <Waiting rows={6} height={30} />
  const list = () => change({ edit: undefined, pattern: '' })
  if (edit !== undefined)
    return (
      <FilterEditor
        key={edit}
        group={group}
        filter={filters.data.filters.find(one => one.name === edit)}
        pattern={pattern}
        close={list}
      />
    )
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ edit: '', pattern: '' })}>
      {words.filters.create}
    </Button>
  )
  if (filters.data.filters.length === 0)
    return (
      <Nothing title={words.filters.empty}>
        <p>{words.filters.emptyHint}</p>
        <div className={classes.middle}>{create}</div>
      </Nothing>
    )
  return (
    <section className={classes.section} aria-label={words.filters.title}>
      <div className={classes.tools}>{create}</div>
      <div className={classes.scroller} tabIndex={0} role="group" aria-label={words.filters.title}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{words.filters.name}</th>
              <th>{words.search.pattern}</th>
              <th>{words.filters.metric}</th>
              <th>{words.filters.value}</th>
              <th>{words.filters.dimensions}</th>
              <th>
                <span className="mg-visually-hidden">{words.palette.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {filters.data.filters.map(filter => (
              <tr key={filter.name}>
                <td>
                  <button
                    type="button"
                    className={classes.link}
                    onClick={() => change({ edit: filter.name, pattern: '' })}
                  >
                    {filter.name}
                  </button>
                </td>
                <td className={classes.mono}>{filter.pattern === '' ? words.filters.everyLine : filter.pattern}</td>
                <td>{`${filter.namespace} / ${filter.metric}`}</td>
                <td className={classes.mono}>
                  {filter.value}
                  {filter.unit !== undefined && filter.unit !== 'None' && ` ${filter.unit}`}
                  {filter.defaultValue !== undefined && ` (${words.filters.otherwise(String(filter.defaultValue))})`}
                </td>
                <td className={classes.mono}>
                  {Object.entries(filter.dimensions ?? {})
                    .map(([name, selector]) => `${name} = ${selector}`)
                    .join(', ')}
                </td>
                <td>
                  <Menu>
                    <Menu.Target>
                      <ActionIcon aria-label={words.groups.more(filter.name)}>
                        <IconDots size={15} />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      {alarms && Object.keys(filter.dimensions ?? {}).length === 0 && (
                        <Menu.Item
                          onClick={() => void navigate(paths.alarmEdit({ draft: onceInFiveMinutes(filter) }, time))}
                        >
                          {words.filters.makeAlarm}
                        </Menu.Item>
                      )}
                      <Menu.Item onClick={() => change({ edit: filter.name, pattern: '' })}>
                        {words.insights.edit}
                      </Menu.Item>
                      <Menu.Item color="red" onClick={() => setDeleting(filter)}>
                        {words.insights.delete}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {deleting && <DeleteFilter filter={deleting} close={() => setDeleting(undefined)} />}
    </section>
  )
}

function DeleteFilter({ filter, close }: { readonly filter: ApiMetricFilter; readonly close: () => void }) {
  const words = useWords()
  const { remove } = useMetricFilterChanges()
  return (
    <Modal
      opened
      onClose={close}
      title={words.filters.deleteTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {words.filters.deleteLead(filter.name, filter.metric)}
      </Text>
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(filter, { onSuccess: close })}>
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
