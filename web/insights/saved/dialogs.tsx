/** Saving a query, filling in what one asks for, and deleting one. */
import { Button, Group, Modal, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ApiSavedQuery } from '../../../src/model/index.ts'
import { expandSaved, type SavedQuery } from '../../../src/query/insights/language/index.ts'
import type { SavedQueryChange } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import { parametersIn } from './parameters.ts'
import { useSavedChanges } from './queries.ts'
import classes from './saved.module.css'

/** With an id it is an old one that changes. */
export type Saving = SavedQueryChange

export function SaveDialog({ saving, close }: { readonly saving: Saving; readonly close: () => void }) {
  const words = useWords()
  const { save } = useSavedChanges()
  const [name, setName] = useState(saving.name)
  const [query, setQuery] = useState(saving.query)
  const [known, setKnown] = useState(saving.parameters)
  const parameters = parametersIn(query, known)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      {
        ...(saving.id === undefined ? {} : { id: saving.id }),
        name: name.trim(),
        query,
        groups: saving.groups,
        parameters,
      },
      { onSuccess: close },
    )
  }
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={saving.id === undefined ? words.insights.saveTitle : words.insights.editTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={words.insights.saveName}
          description={words.insights.saveNameHint}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          required
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
        <Textarea
          mt="sm"
          size="xs"
          label={words.insights.query}
          description={words.insights.parameterHint}
          classNames={{ input: classes.mono ?? '' }}
          value={query}
          onChange={event => setQuery(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={12}
          required
          spellCheck={false}
        />
        {parameters.map(parameter => (
          <Group key={parameter.name} mt="xs" gap="xs" align="flex-end" grow>
            <TextInput
              label={words.insights.parameterDefault(parameter.name)}
              value={parameter.defaultValue ?? ''}
              onChange={event =>
                setKnown(changed(parameters, parameter.name, 'defaultValue', event.currentTarget.value))
              }
            />
            <TextInput
              label={words.insights.parameterDescription(parameter.name)}
              value={parameter.description ?? ''}
              onChange={event =>
                setKnown(changed(parameters, parameter.name, 'description', event.currentTarget.value))
              }
            />
          </Group>
        ))}
        <Text size="xs" c="dimmed" mt="sm" style={{ overflowWrap: 'anywhere' }}>
          {saving.groups.length > 0 ? words.insights.saveGroups(saving.groups.join(', ')) : words.insights.saveNoGroups}
        </Text>
        {save.isError && <Trouble inline message={explain(words, save.error)} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.insights.save}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

type Parameters = ApiSavedQuery['parameters']

const changed = (all: Parameters, name: string, part: 'defaultValue' | 'description', value: string): Parameters =>
  all.map(one => {
    if (one.name !== name) return one
    const { [part]: _old, ...rest } = one
    return value === '' ? rest : { ...rest, [part]: value }
  })

export interface FillInProps {
  readonly query: ApiSavedQuery
  /** All of them: one may name another. */
  readonly saved: ReadonlyMap<string, SavedQuery>
  readonly close: () => void
  readonly take: (text: string) => void
}

export function FillIn({ query, saved, close, take }: FillInProps) {
  const words = useWords()
  const [trouble, setTrouble] = useState<string>()
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(query.parameters.map(one => [one.name, one.defaultValue ?? ''])),
  )
  return (
    <Modal opened onClose={close} title={query.name} closeButtonProps={{ 'aria-label': words.keys.close }}>
      <form
        onSubmit={event => {
          event.preventDefault()
          const whole = expandSaved(query.query, saved, new Map(Object.entries(values)))
          if (whole.ok) take(whole.value)
          else setTrouble(whole.error.message)
        }}
      >
        {query.parameters.map((parameter, at) => (
          <TextInput
            key={parameter.name}
            mb="xs"
            label={parameter.name}
            description={parameter.description}
            value={values[parameter.name] ?? ''}
            onChange={event => setValues({ ...values, [parameter.name]: event.currentTarget.value })}
            data-autofocus={at === 0 || undefined}
            spellCheck={false}
            autoComplete="off"
          />
        ))}
        {trouble !== undefined && <Trouble inline message={trouble} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit">{words.insights.take}</Button>
        </Group>
      </form>
    </Modal>
  )
}

export function DeleteSaved({ query, close }: { readonly query: ApiSavedQuery; readonly close: () => void }) {
  const words = useWords()
  const { remove } = useSavedChanges()
  return (
    <Modal
      opened
      onClose={close}
      title={words.insights.deleteTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {query.name}
      </Text>
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(query.id, { onSuccess: close })}>
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
