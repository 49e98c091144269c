/** Making a subscription, or changing one: which lines, and where to. */
import { Autocomplete, Button, Group, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ApiSubscription } from '../../src/model/index.ts'
import { getGroups, orThrow } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { PatternInput } from '../logs/index.ts'
import { explain, Trouble } from '../states/index.ts'
import classes from './deliveries.module.css'
import { useSubscriptionChanges } from './queries.ts'

const example = 'https://collector.example/logs'

export interface SubscriptionDialogProps {
  readonly subscription: ApiSubscription | undefined
  /** Fixed when it is known. */
  readonly group: string | undefined
  readonly allowed: readonly string[]
  readonly close: () => void
}

export function SubscriptionDialog({ subscription, group, allowed, close }: SubscriptionDialogProps) {
  const words = useWords()
  const { save } = useSubscriptionChanges()
  const [typedGroup, setTypedGroup] = useState(subscription?.group ?? group ?? '')
  const [name, setName] = useState(subscription?.name ?? '')
  const [pattern, setPattern] = useState(subscription?.pattern ?? '')
  const [destination, setDestination] = useState(subscription?.destination ?? '')
  const [contains] = useDebouncedValue(typedGroup.trim(), 150)
  const fixed = subscription !== undefined || group !== undefined
  const groups = useQuery({
    queryKey: ['groups', 'names', contains],
    queryFn: ({ signal }) => orThrow(getGroups({ contains, limit: 30 }, signal)),
    enabled: !fixed,
    placeholderData: keepPreviousData,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { group: typedGroup.trim(), name: name.trim(), pattern: pattern.trim(), destination: destination.trim() },
      { onSuccess: close },
    )
  }
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={subscription ? words.deliveries.editTitle(subscription.name) : words.deliveries.createTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <Autocomplete
          size="xs"
          label={words.streams.group}
          value={typedGroup}
          onChange={setTypedGroup}
          data={(groups.data?.groups ?? []).map(one => one.name)}
          disabled={fixed}
          required
          data-autofocus={!fixed || undefined}
        />
        <TextInput
          label={words.filters.name}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          disabled={subscription !== undefined}
          required
          spellCheck={false}
          autoComplete="off"
        />
        <span className={classes.label}>{words.search.pattern}</span>
        <PatternInput value={pattern} apply={setPattern} typing={setPattern} />
        <TextInput
          label={words.deliveries.destination}
          description={words.deliveries.destinationHint}
          placeholder={example}
          value={destination}
          onChange={event => setDestination(event.currentTarget.value)}
          required
          spellCheck={false}
          autoComplete="off"
        />
        <p className={classes.dim}>
          {allowed.length === 0 ? words.deliveries.allowedNone : words.deliveries.allowed(allowed.join(', '))}
        </p>
        {save.isError && <Trouble inline message={explain(words, save.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {subscription ? words.insights.save : words.deliveries.createDo}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
