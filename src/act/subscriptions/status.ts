/** How a subscription stands, as our API says it. */
import { limits } from '../../limits.ts'
import { type ApiSubscription, between, type Instant } from '../../model/index.ts'
import type { StoredSubscription } from '../../store/settings/index.ts'
import type { Delivery } from './delivery.ts'

interface Waiting {
  readonly events: number
  readonly bytes: number
  readonly oldest: number | null
}

/** `running`: absent while it is about to start. */
export async function statusOf(
  subscription: StoredSubscription,
  running: Delivery | undefined,
  now: Instant,
): Promise<ApiSubscription> {
  const progress = running?.progress() ?? subscription.progress
  const status = running?.status()
  const waiting = running === undefined ? nothing : await waitingOf(running)
  return {
    group: subscription.group,
    name: subscription.name,
    pattern: subscription.pattern,
    destination: subscription.destination,
    createdAt: subscription.createdAt,
    state: stateOf(status, waiting, now),
    deliveredEvents: progress.deliveredEvents,
    deliveredBytes: progress.deliveredBytes,
    waitingEvents: waiting.events,
    waitingBytes: waiting.bytes,
    lostEvents: progress.lostEvents,
    oldestWaiting: waiting.oldest,
    lastDelivery: progress.lastDelivery,
    lastError: status?.refused === undefined ? progress.lastError : { at: now, message: status.refused },
    nextTry: status?.nextTry ?? null,
  }
}

const nothing: Waiting = { events: 0, bytes: 0, oldest: null }

/** What is in the round counts as waiting too: it is not delivered yet. */
async function waitingOf(running: Delivery): Promise<Waiting> {
  const status = running.status()
  if (status.refused === undefined && status.queued !== null && !status.busy) {
    return { events: status.queued.events, bytes: status.queued.bytes, oldest: status.queued.oldest }
  }
  const counted = await running.waiting()
  return counted.ok ? counted.value : nothing
}

function stateOf(
  status: ReturnType<Delivery['status']> | undefined,
  waiting: Waiting,
  now: Instant,
): ApiSubscription['state'] {
  if (status?.refused !== undefined) return 'failing'
  if (status !== undefined && status.failing !== null) {
    return between(status.failing, now) >= limits.deliveryFailingAfter ? 'failing' : 'retrying'
  }
  return waiting.events > 0 ? 'delivering' : 'waiting'
}
