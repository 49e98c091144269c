/**
 * Carries the events of a round to the receiver: messages of one stream one after the other, those of several streams side by side, each until
 * it is taken or given up. Keeps the account of it.
 */
import { type Instant, instant, type Millis, plus } from '../../model/index.ts'
import type { StoredSubscription, SubscriptionProgress } from '../../store/settings/index.ts'
import { type Answer, decide, isOver, noTries, type Tries } from './decide.ts'
import type { Events, Piece } from './events.ts'
import type { Lane } from './lane.ts'
import { messageText, type Outgoing, splitByStream, withoutDollar } from './messages.ts'
import type { MetricOf, SubscriptionPorts } from './ports.ts'
import type { Sender } from './senders/index.ts'

export interface Courier {
  /** The first message of all, once. */
  test(message: Outgoing): Promise<void>
  /** True: each was taken or given up. False: it was stopped in between. */
  deliver(pieces: readonly Piece[]): Promise<boolean>
  /** These will never be delivered. */
  lose(events: number): void
  account(): Omit<SubscriptionProgress, 'position'>
  state(): { readonly failing: Instant | null; readonly nextTry: Instant | null; readonly busy: boolean }
}

export interface CourierWork {
  readonly subscription: StoredSubscription
  readonly sender: Sender | undefined
  readonly lane: Lane
  readonly fieldsOf: ((message: string) => Readonly<Record<string, string>>) | null
  readonly changed: () => void
  readonly signal: AbortSignal
}

export function createCourier(ports: SubscriptionPorts, work: CourierWork): Courier {
  const { sender } = work
  if (sender === undefined) return idle(work.subscription.progress)
  return new Carrying(ports, work, sender)
}

/** For a subscription that leads nowhere. */
const idle = (progress: SubscriptionProgress): Courier => ({
  test: async () => undefined,
  deliver: async () => false,
  lose: () => undefined,
  account: () => progress,
  state: () => ({ failing: null, nextTry: null, busy: false }),
})

class Carrying implements Courier {
  readonly #ports: SubscriptionPorts
  readonly #work: CourierWork
  readonly #sender: Sender
  readonly #of: MetricOf
  readonly #waits = new Map<object, Instant>()
  #account: Omit<SubscriptionProgress, 'position'>
  #busy = 0

  constructor(ports: SubscriptionPorts, work: CourierWork, sender: Sender) {
    this.#ports = ports
    this.#work = work
    this.#sender = sender
    const { position: _, ...account } = work.subscription.progress
    this.#account = account
    const { group, name } = work.subscription
    this.#of = { group, filter: name, destinationType: sender.type }
  }

  async test(message: Outgoing): Promise<void> {
    if (this.#account.controlled) return
    await this.#carry(message)
    if (!this.#work.signal.aborted) this.#note({ controlled: true })
  }

  async deliver(pieces: readonly Piece[]): Promise<boolean> {
    await Promise.all(
      splitByStream(pieces).map(async messages => {
        for (const part of messages) await this.#carry(this.#outgoing(part))
      }),
    )
    return !this.#work.signal.aborted
  }

  lose(events: number): void {
    if (events === 0) return
    this.#note({ lostEvents: this.#account.lostEvents + events })
    this.#ports.metrics?.failed(this.#of, events)
  }

  account(): Omit<SubscriptionProgress, 'position'> {
    return this.#account
  }

  state() {
    const next = Math.min(...this.#waits.values())
    return {
      failing: this.#account.failingSince,
      nextTry: Number.isFinite(next) ? instant(next) : null,
      busy: this.#busy > 0,
    }
  }

  #outgoing(events: Events): Outgoing {
    const { group, name } = this.#work.subscription
    const stream = events.pieces[0]?.source.stream ?? ''
    return { kind: 'data', owner: this.#ports.account, group, stream, filter: name, events }
  }

  /** Until it is taken, given up, or all is stopped. */
  async #carry(message: Outgoing): Promise<void> {
    const { clock, random } = this.#ports
    const { signal, fieldsOf } = this.#work
    const oldest = instant(Math.min(clock.now(), message.events.oldest ?? clock.now()))
    let tries = noTries
    this.#busy += 1
    try {
      while (!signal.aborted) {
        // A destination that has taken nothing for so long gets only what is younger.
        if (isOver({ oldest, failingSince: this.#account.failingSince }, clock.now())) return this.#giveUp(message)
        const extract = fieldsOf && ((text: string) => withoutDollar(fieldsOf(text)))
        const answer = await this.#work.lane.pass(() =>
          this.#sender.send(message, () => messageText(message, extract), signal),
        )
        if (signal.aborted && answer.kind !== 'delivered') return
        this.#heard(message, answer)
        const { failingSince } = this.#account
        const step = decide(tries, answer, { events: message.events.length, oldest, failingSince }, clock.now(), random)
        if (step.do === 'go-on') return this.#delivered(message, step.lost)
        if (step.do === 'give-up') return this.#giveUp(message)
        if (step.do === 'split') return this.#split(message)
        tries = await this.#wait(step)
      }
    } finally {
      this.#busy -= 1
    }
  }

  async #wait({ length, tries }: { readonly length: Millis; readonly tries: Tries }): Promise<Tries> {
    const { clock } = this.#ports
    const mine = {}
    this.#waits.set(mine, plus(clock.now(), length))
    await clock.sleep(length, this.#work.signal)
    this.#waits.delete(mine)
    return tries
  }

  async #split(message: Outgoing): Promise<void> {
    const half = Math.ceil(message.events.length / 2)
    await this.#carry({ ...message, events: message.events.slice(0, half) })
    await this.#carry({ ...message, events: message.events.slice(half) })
  }

  #heard(message: Outgoing, answer: Answer): void {
    if (answer.kind === 'delivered') return
    const at = this.#ports.clock.now()
    // A receiver that calls one message wrong is there, and may take the next.
    const stands = answer.kind === 'throttled' || answer.kind === 'failed'
    this.#note({
      lastError: { at, message: answer.message },
      ...(stands ? { failingSince: this.#account.failingSince ?? at } : {}),
    })
    const count = message.kind === 'data' ? message.events.length : 0
    if (answer.kind === 'throttled') this.#ports.metrics?.throttled(this.#of, count)
    else this.#ports.metrics?.failed(this.#of, count)
  }

  #delivered({ kind, events }: Outgoing, left: number): void {
    this.#note({ failingSince: null, lastDelivery: this.#ports.clock.now() })
    if (kind === 'control') return
    this.#note({
      deliveredEvents: this.#account.deliveredEvents + events.length - left,
      deliveredBytes: this.#account.deliveredBytes + events.bytes,
      lostEvents: this.#account.lostEvents + left,
    })
    this.#ports.metrics?.forwarded(this.#of, events.length - left, events.bytes)
  }

  #giveUp({ kind, events }: Outgoing): void {
    if (kind === 'data') this.#note({ lostEvents: this.#account.lostEvents + events.length })
  }

  #note(change: Partial<Omit<SubscriptionProgress, 'position'>>): void {
    this.#account = { ...this.#account, ...change }
    this.#work.changed()
  }
}
