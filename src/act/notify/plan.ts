/** Which deed goes where: deeds of the alarms' outbox, topics and subscriptions in, deliveries and history out. Nothing is sent here. */
import type { AlarmMessage, Instant } from '../../model/index.ts'
import type {
  AlarmHistoryItem,
  NewDeed,
  NewDelivery,
  StoredTopic,
  StoredTopicSubscription,
  TakenDeed,
} from '../../store/settings/index.ts'
import type { Letter } from './bodies/index.ts'
import { isForPeople } from './endpoint.ts'
import { idOf, serviceIn, topicIn, uuidOf } from './names.ts'

export interface NotifyWorld {
  readonly now: Instant
  readonly topic: (name: string) => StoredTopic | undefined
  /** Of a topic, confirmed or not. */
  readonly subscriptions: (topic: string) => readonly StoredTopicSubscription[]
  /** What the operator mapped an ARN to, as it may be shown. */
  readonly mapped: (arn: string) => string | undefined
  /** When people who are told by this subscription may be told next. */
  readonly notBefore: (subscription: string) => Instant
}

/** Undefined: it is not what alarms write. */
export function readDeed(deed: NewDeed): AlarmMessage | undefined {
  try {
    const message = JSON.parse(deed.message) as AlarmMessage
    return typeof message.alarm?.name === 'string' && typeof message.now?.value === 'string' ? message : undefined
  } catch {
    return undefined
  }
}

export function planDeed(deed: NewDeed, world: NotifyWorld): TakenDeed {
  const message = readDeed(deed)
  if (message === undefined) {
    return {
      id: deed.id,
      deliveries: [failedOf(deed, world, 'What the alarm had to tell cannot be read.')],
      history: [],
    }
  }
  const name = topicIn(deed.action)
  return name === undefined ? planCall(deed, message, world) : planTopic(deed, message, name, world)
}

function planTopic(deed: NewDeed, message: AlarmMessage, name: string, world: NotifyWorld): TakenDeed {
  if (world.topic(name) === undefined) return nowhere(deed, message, world, `There is no topic ${name}.`)
  const told = world.subscriptions(name).filter(({ confirmedAt }) => confirmedAt !== null)
  const letter: Letter = { kind: 'alarm', messageId: uuidOf(deed.id), topicArn: deed.action, alarm: message }
  const text = JSON.stringify(letter)
  const deliveries = told.map((one): NewDelivery => {
    const gathers = isForPeople(one.way)
    return {
      ...frameOf(deed, world.now, message),
      ...{ id: idOf(deed.id, one.id), target: one.id, topic: name, subscription: one.id, way: one.way },
      ...{ to: one.endpoint, gathers, nextTry: gathers ? world.notBefore(one.id) : world.now, message: text },
    }
  })
  const nobody = { ...failedOf(deed, world, `Nobody is subscribed to the topic ${name}.`, message), topic: name }
  return {
    id: deed.id,
    deliveries: deliveries.length > 0 ? deliveries : [nobody],
    history: [actionHistory(deed.action, message, world.now)],
  }
}

/** Lambda and whatever else the operator has mapped. What became of it is known when it was called. */
function planCall(deed: NewDeed, message: AlarmMessage, world: NotifyWorld): TakenDeed {
  const shown = world.mapped(deed.action)
  if (shown === undefined) {
    const why = `Nobody is set up for ${deed.action}: the operator maps it with --deliver-to ARN=https://….`
    return nowhere(deed, message, world, why)
  }
  const letter: Letter = { kind: 'alarm', messageId: uuidOf(deed.id), topicArn: '', alarm: message }
  const delivery: NewDelivery = {
    ...frameOf(deed, world.now, message),
    ...{ id: idOf(deed.id, deed.action), target: deed.action, topic: null, subscription: null },
    ...{ way: serviceIn(deed.action), to: shown, gathers: false, nextTry: world.now, message: JSON.stringify(letter) },
  }
  return { id: deed.id, deliveries: [delivery], history: [] }
}

const nowhere = (deed: NewDeed, message: AlarmMessage, world: NotifyWorld, why: string): TakenDeed => ({
  id: deed.id,
  deliveries: [failedOf(deed, world, why, message)],
  history: [actionHistory(deed.action, message, world.now, why)],
})

const frameOf = (deed: NewDeed, at: Instant, message: AlarmMessage | undefined) => ({
  ...{ alarm: deed.alarm, state: message?.now.value ?? null, action: deed.action, kind: 'alarm' as const, at },
  sealed: null,
})

function failedOf(deed: NewDeed, { now }: NotifyWorld, why: string, message?: AlarmMessage): NewDelivery {
  return {
    ...frameOf(deed, now, message),
    ...{ id: idOf(deed.id), target: deed.action, topic: topicIn(deed.action) ?? null, subscription: null },
    ...{ way: serviceIn(deed.action), to: deed.action, gathers: false, nextTry: now, message: '', failed: why },
  }
}

/** What an alarm's history says of an action; `error`: why it failed. */
export function actionHistory(
  action: string,
  { alarm, now, contributor }: AlarmMessage,
  at: Instant,
  error?: string,
): AlarmHistoryItem {
  return {
    ...{ alarm: alarm.name, kind: alarm.kind, at },
    type: contributor === undefined ? 'Action' : 'AlarmContributorAction',
    summary:
      error === undefined
        ? `Successfully executed action ${action}`
        : `Failed to execute action ${action}. Received error: "${error}"`,
    data: JSON.stringify({
      actionState: error === undefined ? 'Succeeded' : 'Failed',
      notificationResource: action,
      stateUpdateTimestamp: now.at,
      ...(contributor === undefined ? {} : { contributorId: contributor.id }),
      ...(error === undefined ? {} : { error }),
    }),
  }
}
