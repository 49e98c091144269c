/** Making a topic, giving it a receiver, deleting it. */
import { Button, Group, Modal, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ApiTopic, ApiTopics, ApiTopicWay } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { catalogues, type Language, useLanguage, useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { useTopicChanges } from './queries.ts'

export function NewTopic({ close, made }: { readonly close: () => void; readonly made?: (topic: ApiTopic) => void }) {
  const { words, language: spoken } = useLanguage()
  const { create } = useTopicChanges()
  const [name, setName] = useState('')
  const [language, setLanguage] = useState<Language>(spoken)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { name: name.trim(), language },
      {
        onSuccess: topic => {
          made?.(topic)
          close()
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={close}
      title={words.receivers.createTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={words.receivers.name}
          description={words.receivers.nameHint}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          required
          pattern="[A-Za-z0-9_\-]{1,256}"
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
        <div>
          <div className={classes.label}>{words.receivers.language}</div>
          <SegmentedControl
            size="xs"
            aria-label={words.receivers.language}
            value={language}
            onChange={value => setLanguage(value as Language)}
            data={(Object.keys(catalogues) as Language[]).map(one => ({ value: one, label: catalogues[one].language }))}
          />
        </div>
        {create.isError && <Trouble inline message={explain(words, create.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.receivers.createDo}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

const examples: Readonly<Record<ApiTopicWay, string>> = {
  email: 'ops@example.com',
  'email-json': 'ops@example.com',
  http: 'http://receiver.example/alarms',
  https: 'https://receiver.example/alarms',
  slack: 'https://hooks.slack.com/services/…',
  teams: 'https://….webhook.office.com/…',
  pagerduty: 'R0UTINGKEY…',
}

interface NewReceiverProps {
  readonly topic: ApiTopic
  readonly all: ApiTopics
  readonly close: () => void
}

export function NewReceiver({ topic, all, close }: NewReceiverProps) {
  const words = useWords()
  const { subscribe } = useTopicChanges()
  const [way, setWay] = useState<ApiTopicWay>(all.ways[0] ?? 'https')
  const [endpoint, setEndpoint] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    subscribe.mutate({ topicArn: topic.arn, way, endpoint: endpoint.trim() }, { onSuccess: close })
  }
  return (
    <Modal
      opened
      onClose={close}
      title={words.receivers.addTo(topic.name)}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <Select
          label={words.receivers.way}
          value={all.ways.includes(way) ? way : null}
          disabled={all.ways.length === 0}
          allowDeselect={false}
          onChange={value => setWay((value ?? 'https') as ApiTopicWay)}
          data={all.ways.map(one => ({ value: one, label: words.receivers.ways[one] }))}
        />
        <TextInput
          label={words.receivers.endpoints[way]}
          placeholder={examples[way]}
          value={endpoint}
          onChange={event => setEndpoint(event.currentTarget.value)}
          required
          disabled={all.ways.length === 0}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
        <p className={all.ways.length === 0 ? classes.warning : classes.dim}>
          {all.ways.includes('email') ? '' : words.receivers.noMail}{' '}
          {all.allowed.length === 0 ? words.receivers.allowedNone : words.receivers.allowed(all.allowed.join(', '))}
        </p>
        {subscribe.isError && <Trouble inline message={explain(words, subscribe.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={subscribe.isPending} disabled={all.ways.length === 0}>
            {words.receivers.add}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

export function DeleteTopic({ topic, close }: { readonly topic: ApiTopic; readonly close: () => void }) {
  const words = useWords()
  const { remove } = useTopicChanges()
  return (
    <Modal
      opened
      onClose={close}
      title={words.receivers.deleteTitle(topic.name)}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm">
        {words.receivers.deleteLead(topic.subscriptions.length, showCount(topic.subscriptions.length))}
      </Text>
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(topic.arn, { onSuccess: close })}>
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
