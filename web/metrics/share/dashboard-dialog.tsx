/** Puts a widget on a dashboard: one that is there, or a new one. */
import { Autocomplete, Button, Group, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { getDashboard, getDashboards, orThrow, putDashboard } from '../../api/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { explain, Trouble } from '../../states/index.ts'
import { withWidget } from './source.ts'

export interface DashboardDialogProps {
  readonly widget: (title: string) => object
  readonly close: () => void
}

export function DashboardDialog({ widget, close }: DashboardDialogProps) {
  const words = useWords()
  const time = useTimeView()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const found = useQuery({
    queryKey: ['dashboards', 'names'],
    queryFn: ({ signal }) => orThrow(getDashboards('', signal)),
  })
  const names = found.data?.dashboards.map(one => one.name) ?? []
  const put = useMutation({
    mutationFn: () => added(name, names.includes(name), widget(title.trim()), words.metrics.notADashboard(name)),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['dashboards'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate()
  }
  const sound = /^[\w-]{1,255}$/.test(name)
  return (
    <Modal
      opened
      onClose={close}
      title={words.metrics.addToDashboard}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      {put.isSuccess ? (
        <Group justify="space-between">
          <Link {...paths.board({ name }, time)}>{words.metrics.openDashboard(name)}</Link>
          <Button onClick={close}>{words.keys.close}</Button>
        </Group>
      ) : (
        <form onSubmit={submit}>
          <Autocomplete
            size="xs"
            label={words.metrics.dashboardName}
            description={
              sound && found.isSuccess && !names.includes(name)
                ? words.metrics.newDashboard
                : words.metrics.dashboardNameHint
            }
            error={name !== '' && !sound ? words.metrics.dashboardNameWrong : undefined}
            value={name}
            data={names}
            onChange={setName}
            data-autofocus
            required
          />
          <TextInput
            mt="sm"
            label={words.metrics.widgetTitle}
            value={title}
            onChange={event => setTitle(event.currentTarget.value)}
          />
          {put.isError && <Trouble inline message={explain(words, put.error)} />}
          <Group mt="md" justify="flex-end">
            <Button variant="default" onClick={close}>
              {words.metrics.cancel}
            </Button>
            <Button type="submit" disabled={!sound || !found.isSuccess} loading={put.isPending}>
              {words.metrics.add}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  )
}

/** With the version that was read: whoever changed it in between is not written over. */
async function added(name: string, isThere: boolean, widget: object, notOne: string): Promise<void> {
  if (!isThere) {
    await orThrow(putDashboard({ name, body: JSON.stringify({ widgets: [widget] }) }))
    return
  }
  const { body, version } = await orThrow(getDashboard(name))
  const next = withWidget(body, widget)
  if (next === undefined) throw new Error(notOne)
  await orThrow(putDashboard({ name, body: next, version }))
}
