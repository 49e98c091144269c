/** Making a group, and deleting one. */
import { Button, Group, Modal, Select, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ApiLogGroup } from '../../../src/model/index.ts'
import { retentionChoices } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import { useGroupChanges } from './queries.ts'
import { showRetention } from './retention.tsx'

export function CreateGroup({
  opened,
  close,
  created,
}: {
  readonly opened: boolean
  readonly close: () => void
  readonly created: (name: string) => void
}) {
  const words = useWords()
  const { create } = useGroupChanges()
  const [name, setName] = useState('')
  const [days, setDays] = useState('')
  const shut = () => {
    create.reset()
    setName('')
    close()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { name: name.trim(), ...(days === '' ? {} : { retentionDays: Number(days) }) },
      {
        onSuccess: group => {
          shut()
          created(group.name)
        },
      },
    )
  }
  return (
    <Modal
      opened={opened}
      onClose={shut}
      title={words.groups.createTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={words.groups.createName}
          description={words.groups.createHint}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          error={create.isError ? explain(words, create.error) : undefined}
          required
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
        <Select
          mt="sm"
          label={words.groups.retention}
          value={days}
          onChange={value => setDays(value ?? '')}
          allowDeselect={false}
          data={['', ...retentionChoices.map(String)].map(value => ({
            value,
            label: showRetention(words, value === '' ? null : Number(value)),
          }))}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={shut}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.groups.createDo}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

export interface DeleteGroupProps {
  readonly group: ApiLogGroup | undefined
  readonly close: () => void
  readonly deleted?: () => void
}

export function DeleteGroup({ group, close, deleted }: DeleteGroupProps) {
  const words = useWords()
  const { remove } = useGroupChanges()
  const [typed, setTyped] = useState('')
  const shut = () => {
    remove.reset()
    setTyped('')
    close()
  }
  return (
    <Modal
      opened={group !== undefined}
      onClose={shut}
      title={words.groups.deleteTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm" mb="sm" style={{ overflowWrap: 'anywhere' }}>
        {words.groups.deleteLead(group?.name ?? '')}
      </Text>
      <TextInput
        label={words.groups.deleteConfirm}
        placeholder={group?.name}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
      />
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={shut}>
          {words.groups.cancel}
        </Button>
        <Button
          color="red"
          disabled={typed !== group?.name}
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(typed, {
              onSuccess: () => {
                shut()
                deleted?.()
              },
            })
          }
        >
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
