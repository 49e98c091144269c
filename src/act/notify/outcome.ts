/** What a try means for its delivery: it is done, tried again and when, or given up. */
import { type Instant, plus, type Random } from '../../model/index.ts'
import type { DeliveryOutcome, StoredDelivery } from '../../store/settings/index.ts'
import { type Answer, decide } from '../subscriptions/index.ts'

/** Pauses and patience are those of subscriptions; a test is tried once. */
export function outcomeOf(
  delivery: Pick<StoredDelivery, 'kind' | 'attempts' | 'refused' | 'at'>,
  answer: Answer,
  now: Instant,
  random: Random,
): DeliveryOutcome {
  if (answer.kind === 'delivered') return { status: 'delivered', at: now }
  const given: DeliveryOutcome = { status: 'failed', at: now, error: answer.message }
  if (delivery.kind === 'test') return given
  const tries = { failed: delivery.attempts, refused: delivery.refused }
  const message = { events: 1, oldest: delivery.at, failingSince: delivery.at }
  const step = decide(tries, answer, message, now, random)
  if (step.do !== 'wait') return given
  return {
    status: 'retrying',
    nextTry: plus(now, step.length),
    error: step.why,
    refused: answer.kind === 'refused',
  }
}
