/** What to do after a receiver's answer: go on, try again and when, cut the message in two, or give it up. */
import { limits } from '../../limits.ts'
import { between, type Instant, type Millis, millis, type Random } from '../../model/index.ts'

/** What became of one try. Messages are for a page: they never hold a secret. */
export type Answer =
  /** `left`: events that the receiver took and let fall (too old for it, say). */
  | { readonly kind: 'delivered'; readonly left?: number }
  /** It says that it has too much to do. */
  | { readonly kind: 'throttled'; readonly retryAfter: Millis | null; readonly message: string }
  /** It says that this message is wrong, and would say so again. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'too-large'; readonly message: string }
  /** No answer, or one that may be another one later. */
  | { readonly kind: 'failed'; readonly message: string }

/** How it stands with one message. */
export interface Tries {
  /** Without success (count). */
  readonly failed: number
  readonly refused: number
}
export const noTries: Tries = { failed: 0, refused: 0 }

export interface Message {
  readonly events: number
  /** When the oldest of them arrived. */
  readonly oldest: Instant
  /** Since when the destination has taken nothing. */
  readonly failingSince: Instant | null
}

export type Step =
  | { readonly do: 'go-on'; readonly lost: number }
  | { readonly do: 'wait'; readonly length: Millis; readonly tries: Tries; readonly why: string }
  | { readonly do: 'split'; readonly why: string }
  | { readonly do: 'give-up'; readonly why: string }

export function decide(tries: Tries, answer: Answer, message: Message, now: Instant, random: Random): Step {
  switch (answer.kind) {
    case 'delivered':
      return { do: 'go-on', lost: answer.left ?? 0 }
    case 'too-large':
      return { do: message.events > 1 ? 'split' : 'give-up', why: answer.message }
    case 'refused': {
      const next = { failed: tries.failed + 1, refused: tries.refused + 1 }
      if (next.refused >= limits.deliveryRefusals) return { do: 'give-up', why: answer.message }
      return { do: 'wait', length: pause(next.failed, random), tries: next, why: answer.message }
    }
    case 'throttled':
    case 'failed': {
      if (isOver(message, now)) return { do: 'give-up', why: answer.message }
      const next = { ...tries, failed: tries.failed + 1 }
      const asked = answer.kind === 'throttled' ? answer.retryAfter : null
      const length =
        asked === null
          ? pause(next.failed, random)
          : millis(Math.min(Math.max(0, asked), limits.deliveryRetryAfterMost))
      return { do: 'wait', length, tries: next, why: answer.message }
    }
  }
}

/** Its time is over when it, and its destination's failing, are both as old as may be. */
export function isOver({ oldest, failingSince }: Pick<Message, 'oldest' | 'failingSince'>, now: Instant): boolean {
  if (failingSince === null) return false
  return between(oldest > failingSince ? oldest : failingSince, now) >= limits.deliveryRetryFor
}

/** Twice as long each time, up to a bound, and never quite the same for two. */
function pause(failed: number, random: Random): Millis {
  const full = Math.min(limits.deliveryPauseMost, limits.deliveryPauseFirst * 2 ** (failed - 1))
  return millis(Math.round(full * (0.5 + random.next() / 2)))
}
