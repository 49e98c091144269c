/** Who is told: topics with their receivers, a test message to each, and what became of the newest messages. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconDots, IconPlus, IconSend, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ApiTopic, ApiTopics } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { Command, copyText, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { DeliveryTable } from './delivery-table.tsx'
import { DeleteTopic, NewReceiver, NewTopic } from './dialogs.tsx'
import { useTopicChanges, useTopicDeliveries, useTopics } from './queries.ts'

export function ReceiversPage() {
  const words = useWords()
  const topics = useTopics()
  const [creating, setCreating] = useState(false)
  useDocumentTitle([words.receivers.title, words.alarms.title, words.brand].join(' · '))
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      {words.receivers.create}
    </Button>
  )
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.title}>
          <div>
            <h1>{words.receivers.title}</h1>
            <p className={classes.dim}>{words.receivers.lead}</p>
          </div>
          {(topics.data?.topics.length ?? 0) > 0 && create}
        </div>
      </header>
      {topics.isError && (
        <Trouble
          inline={topics.data !== undefined}
          message={explain(words, topics.error)}
          retry={() => void topics.refetch()}
        />
      )}
      {!topics.data ? (
        !topics.isError && <Waiting rows={6} height={60} />
      ) : topics.data.topics.length === 0 ? (
        <Nothing title={words.receivers.emptyTitle}>
          <p>{words.receivers.emptyLead}</p>
          <Command text={`aws sns create-topic --name ops --endpoint-url ${location.origin}`} />
          <p>{create}</p>
        </Nothing>
      ) : (
        <div className={classes.parts}>
          <ul className={classes.cards}>
            {topics.data.topics.map(topic => (
              <Topic key={topic.arn} topic={topic} all={topics.data} />
            ))}
          </ul>
          <Newest />
        </div>
      )}
      {creating && <NewTopic close={() => setCreating(false)} />}
    </div>
  )
}

function Topic({ topic, all }: { readonly topic: ApiTopic; readonly all: ApiTopics }) {
  const words = useWords()
  const { confirm, test, unsubscribe } = useTopicChanges()
  const [dialog, setDialog] = useState<'receiver' | 'delete'>()
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <b title={topic.arn}>{topic.name}</b>
        {topic.displayName !== '' && <span className={classes.dim}>{topic.displayName}</span>}
        <span className={classes.dim}>{words.receivers.inLanguage[topic.language]}</span>
        <span className={classes.cardWays}>
          <Button
            variant="default"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() => setDialog('receiver')}
            aria-label={words.receivers.addTo(topic.name)}
          >
            {words.receivers.add}
          </Button>
          <Button
            variant="default"
            leftSection={<IconSend size={13} aria-hidden />}
            loading={test.isPending}
            disabled={topic.subscriptions.length === 0}
            onClick={() => test.mutate(topic.arn)}
            aria-label={words.receivers.testOf(topic.name)}
          >
            {words.receivers.test}
          </Button>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={words.groups.more(topic.name)}>
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void copyText(topic.arn)}>{words.groups.copyArn}</Menu.Item>
              <Menu.Item color="red" onClick={() => setDialog('delete')}>
                {words.insights.delete}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </div>
      {topic.subscriptions.length === 0 ? (
        <p className={classes.dim}>{words.receivers.nobody}</p>
      ) : (
        <ul className={classes.receivers}>
          {topic.subscriptions.map(one => (
            <li key={one.arn}>
              <span className={classes.way}>{words.receivers.ways[one.way]}</span>
              <code>{one.endpoint}</code>
              {!one.confirmed && (
                <>
                  <span className={classes.mark}>{words.receivers.unconfirmed}</span>
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-label={words.receivers.confirmOf(one.endpoint)}
                    title={words.receivers.confirmHint}
                    onClick={() => confirm.mutate(one.arn)}
                  >
                    {words.receivers.confirm}
                  </Button>
                </>
              )}
              <ActionIcon
                aria-label={words.receivers.removeReceiver(one.endpoint)}
                onClick={() => unsubscribe.mutate(one.arn)}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {test.isSuccess && (
        <p role="status" className={classes.dim}>
          {words.receivers.tested(test.data.length, showCount(test.data.length))}
        </p>
      )}
      {test.isError && <Trouble inline message={explain(words, test.error)} />}
      {confirm.isError && <Trouble inline message={explain(words, confirm.error)} />}
      {unsubscribe.isError && <Trouble inline message={explain(words, unsubscribe.error)} />}
      {dialog === 'receiver' && <NewReceiver topic={topic} all={all} close={() => setDialog(undefined)} />}
      {dialog === 'delete' && <DeleteTopic topic={topic} close={() => setDialog(undefined)} />}
    </li>
  )
}

function Newest() {
  const words = useWords()
  const found = useTopicDeliveries()
  const deliveries = found.data?.pages.flatMap(page => page.deliveries) ?? []
  return (
    <section className={classes.part} aria-label={words.receivers.deliveries}>
      <h2>{words.receivers.deliveries}</h2>
      {found.isError ? (
        <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />
      ) : found.isPending ? (
        <Waiting rows={4} height={30} />
      ) : (
        <DeliveryTable deliveries={deliveries} named />
      )}
      {found.hasNextPage && (
        <Button mt="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {words.alarms.historyMore(showCount(deliveries.length))}
        </Button>
      )}
    </section>
  )
}
