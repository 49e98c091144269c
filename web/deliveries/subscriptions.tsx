/** Subscriptions with how each stands, in words: what was delivered, what waits and since when, the last error, the next try. */
import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockPause,
  IconDots,
  IconPlus,
  IconRefreshAlert,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiSubscription } from '../../src/model/index.ts'
import { showBytes, showCount, showDuration, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './deliveries.module.css'
import { SubscriptionDialog } from './dialog.tsx'
import { useSubscriptionChanges, useSubscriptions } from './queries.ts'

/** `group` undefined: of all groups. */
export function Subscriptions({ group }: { readonly group: string | undefined }) {
  const words = useWords()
  const found = useSubscriptions(group)
  const [editing, setEditing] = useState<ApiSubscription | 'new'>()
  const [deleting, setDeleting] = useState<ApiSubscription>()
  if (found.isError && !found.data)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (!found.data) return <Waiting rows={6} height={64} />
  const { subscriptions, allowed } = found.data
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setEditing('new')}>
      {words.deliveries.create}
    </Button>
  )
  return (
    <section className={classes.section} aria-label={words.deliveries.title}>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      {subscriptions.length === 0 ? (
        <Nothing title={words.deliveries.empty}>
          <p>{words.deliveries.emptyHint}</p>
          <Allowed allowed={allowed} />
          <div className={classes.middle}>{create}</div>
        </Nothing>
      ) : (
        <>
          <div className={classes.tools}>
            {create}
            <Allowed allowed={allowed} />
          </div>
          <ul className={classes.list}>
            {subscriptions.map(one => (
              <Item
                key={`${one.group}\n${one.name}`}
                subscription={one}
                named={group === undefined}
                asOf={found.dataUpdatedAt}
                edit={() => setEditing(one)}
                remove={() => setDeleting(one)}
              />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <SubscriptionDialog
          subscription={editing === 'new' ? undefined : editing}
          group={group}
          allowed={allowed}
          close={() => setEditing(undefined)}
        />
      )}
      {deleting && <DeleteSubscription subscription={deleting} close={() => setDeleting(undefined)} />}
    </section>
  )
}

function Allowed({ allowed }: { readonly allowed: readonly string[] }) {
  const words = useWords()
  return (
    <p className={classes.dim}>
      {allowed.length === 0 ? words.deliveries.allowedNone : words.deliveries.allowed(allowed.join(', '))}
    </p>
  )
}

const signs = {
  delivering: IconCircleCheck,
  waiting: IconClockPause,
  retrying: IconRefreshAlert,
  failing: IconAlertTriangle,
} as const

interface ItemProps {
  readonly subscription: ApiSubscription
  readonly named: boolean
  readonly asOf: number
  readonly edit: () => void
  readonly remove: () => void
}

function Item({ subscription: one, named, asOf, edit, remove }: ItemProps) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const Sign = signs[one.state]
  const ago = (at: number) =>
    words.streams.ago(showDuration(Math.max(1, Math.round((asOf - at) / 1_000)) * 1_000, words.units))
  const exact = (at: number) => showExactTime(at, time.zone)
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span className={classes.state} data-state={one.state}>
          <Sign size={16} aria-hidden />
          {words.deliveries.states[one.state]}
        </span>
        <b>{one.name}</b>
        {named && (
          <Link {...paths.group({ name: one.group, tab: 'subscriptions' }, view)} className={classes.group}>
            {one.group}
          </Link>
        )}
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={words.groups.more(one.name)} className={classes.more ?? ''}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={edit}>{words.insights.edit}</Menu.Item>
            <Menu.Item color="red" onClick={remove}>
              {words.insights.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className={classes.route}>
        <code>{one.pattern === '' ? words.filters.everyLine : one.pattern}</code>
        <span aria-hidden> → </span>
        <code>{one.destination}</code>
      </p>
      <p className={classes.facts}>
        <span title={one.lastDelivery === null ? undefined : exact(one.lastDelivery)}>
          {words.deliveries.delivered(showCount(one.deliveredEvents), showBytes(one.deliveredBytes))}
          {one.lastDelivery !== null && `, ${words.deliveries.last(ago(one.lastDelivery))}`}
        </span>
        <span title={one.oldestWaiting === null ? undefined : exact(one.oldestWaiting)}>
          {one.waitingEvents === 0
            ? words.deliveries.nothingWaits
            : words.deliveries.waits(one.waitingEvents, showCount(one.waitingEvents), showBytes(one.waitingBytes))}
          {one.oldestWaiting !== null && `, ${words.deliveries.oldest(ago(one.oldestWaiting))}`}
        </span>
        {one.lostEvents > 0 && (
          <span className={classes.bad}>{words.deliveries.lost(one.lostEvents, showCount(one.lostEvents))}</span>
        )}
      </p>
      {one.lastError && (
        <p className={classes.error} title={exact(one.lastError.at)}>
          {words.deliveries.error(ago(one.lastError.at))} {one.lastError.message}
          {one.nextTry !== null &&
            ` · ${
              one.nextTry <= asOf
                ? words.deliveries.nextNow
                : words.deliveries.next(showDuration(Math.ceil((one.nextTry - asOf) / 1_000) * 1_000, words.units))
            }`}
        </p>
      )}
    </li>
  )
}

function DeleteSubscription({
  subscription,
  close,
}: {
  readonly subscription: ApiSubscription
  readonly close: () => void
}) {
  const words = useWords()
  const { remove } = useSubscriptionChanges()
  return (
    <Modal
      opened
      onClose={close}
      title={words.deliveries.deleteTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {words.deliveries.deleteLead(subscription.name, showCount(subscription.waitingEvents))}
      </Text>
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(subscription, { onSuccess: close })}
        >
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
