/**
 * All subscriptions of this server: starts and stops deliveries as the settings change, saves their progress, and tells how each stands. Who
 * puts or removes one calls `changed`; what others change (a group that is deleted) is noticed within `limits.deliveryRefresh`.
 */
import { limits } from '../../limits.ts'
import { type ApiSubscription, err, ok, type Result } from '../../model/index.ts'
import { endOf } from '../../store/logs/index.ts'
import type { ArrivalPosition, StoredSubscription } from '../../store/settings/index.ts'
import { mayCall, targetOf } from './allowed.ts'
import { Delivery } from './delivery.ts'
import { shownDestination } from './destination.ts'
import { Lane } from './lane.ts'
import type { SubscriptionPorts } from './ports.ts'
import { createFileShelf, httpPoster, type Sender, senderFor } from './senders/index.ts'
import { statusOf } from './status.ts'

/** A destination that may be put: as it may be shown, and with its secrets sealed. */
export interface PreparedDestination {
  readonly destination: string
  readonly sealed: string | null
}

export interface SubscriptionDesk {
  /** Whether deliveries may go there; the error is a sentence. `before`: what stands there now, whose secrets are kept when it is shown the same. */
  prepare(
    destination: string,
    of: { readonly groupId: number; readonly name: string },
    before?: StoredSubscription,
  ): Promise<Result<PreparedDestination, string>>
  /** May this be the target of a named destination? undefined: yes. */
  refusesTarget(arn: string): string | undefined
  /** Where a subscription begins that is put now. */
  now(): ArrivalPosition
  /** Settings of subscriptions or destinations have changed. */
  changed(): Promise<void>
  /** As a page shows it. */
  status(subscription: StoredSubscription): Promise<ApiSubscription>
  readonly allowed: readonly string[]
  /** Saves where each is, and stops. */
  stop(): Promise<void>
}

export async function openSubscriptionDesk(ports: SubscriptionPorts): Promise<SubscriptionDesk> {
  const desk = new Desk(ports)
  await desk.changed()
  desk.start()
  return desk
}

const keyOf = ({ groupId, name }: Pick<StoredSubscription, 'groupId' | 'name'>): string => `${groupId} ${name}`
/** What makes another delivery of it. */
const versionOf = (one: StoredSubscription, named: ReadonlyMap<string, string>): string =>
  JSON.stringify([one.pattern, one.destination, one.sealed, one.createdAt, [...named]])

class Desk implements SubscriptionDesk {
  readonly #ports: SubscriptionPorts
  readonly #running = new Map<string, { readonly delivery: Delivery; readonly version: string }>()
  readonly #dirty = new Set<string>()
  readonly #lanes = new Map<string, Lane>()
  readonly #senders
  readonly #stopping = new AbortController()
  #loops: Promise<unknown> = Promise.resolve()
  #named: ReadonlyMap<string, string> = new Map()
  #turn: Promise<void> = Promise.resolve()

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports
    const { clock, allowed, sign, resolve } = ports
    const poster = httpPoster({
      clock,
      mayCall: (host, address) => mayCall(host, address, allowed),
      ...(resolve === undefined ? {} : { resolve }),
    })
    this.#senders = { clock, poster, sign, files: createFileShelf(clock) }
  }

  get allowed(): readonly string[] {
    return this.#ports.allowed.words
  }

  start(): void {
    this.#loops = Promise.all([
      this.#every(limits.deliverySaveEvery, () => this.#save()),
      this.#every(limits.deliveryRefresh, () => this.changed()),
    ])
  }

  async prepare(
    text: string,
    of: { readonly groupId: number; readonly name: string },
    before?: StoredSubscription,
  ): Promise<Result<PreparedDestination, string>> {
    if (before !== undefined && before.destination === text) return ok({ destination: text, sealed: before.sealed })
    await this.#readNames()
    const target = targetOf(text, this.#ports.allowed, name => this.#named.get(name))
    if (!target.ok) return target
    const destination = shownDestination(text)
    if (text.includes('…')) return err('A secret is hidden in this destination: write it anew, whole.')
    return ok({ destination, sealed: destination === text ? null : this.#ports.secrets.seal(text, boundTo(of)) })
  }

  refusesTarget(arn: string): string | undefined {
    const target = targetOf(arn, this.#ports.allowed)
    return target.ok ? undefined : target.error
  }

  now(): ArrivalPosition {
    const { batch, index } = endOf(this.#ports.logs.arrivalMarks().assigned)
    return { batch: batch.toString(), index }
  }

  /** One after the other: two who change at once must not start one subscription twice. */
  changed(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#refresh())
    return this.#turn
  }

  async status(subscription: StoredSubscription): Promise<ApiSubscription> {
    const running = this.#running.get(keyOf(subscription))?.delivery
    return statusOf(subscription, running, this.#ports.clock.now())
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loops
    await this.#turn
    await Promise.all([...this.#running.values()].map(({ delivery }) => delivery.stop()))
    await this.#save()
    this.#senders.poster.close()
  }

  async #refresh(): Promise<void> {
    if (this.#stopping.signal.aborted) return
    const listed = await this.#ports.settings.list({ limit: limits.subscriptions })
    if (!listed.ok || !(await this.#readNames())) return
    const wanted = new Map(listed.value.map(one => [keyOf(one), one]))
    for (const [key, { delivery, version }] of this.#running) {
      const one = wanted.get(key)
      if (one !== undefined && version === versionOf(one, this.#namesOf(one))) continue
      await delivery.stop()
      // Its account goes on in the next one.
      if (one !== undefined) await this.#save()
      this.#running.delete(key)
      this.#dirty.delete(key)
    }
    for (const [key, one] of wanted) if (!this.#running.has(key)) await this.#start(key, one)
  }

  /** Only names of its own make another delivery of a subscription. */
  #namesOf({ destination }: StoredSubscription): ReadonlyMap<string, string> {
    return destination.includes(':destination:') ? this.#named : new Map()
  }

  async #readNames(): Promise<boolean> {
    const read = await this.#ports.settings.destinations({ limit: limits.logDestinations })
    if (read.ok) this.#named = new Map(read.value.map(({ name, target }) => [name, target]))
    return read.ok
  }

  async #start(key: string, listed: StoredSubscription): Promise<void> {
    // What an earlier delivery of it has saved meanwhile counts.
    const found = await this.#ports.settings.find(listed.groupId, listed.name)
    if (!found.ok || found.value === undefined) return
    const subscription = found.value
    const sender = this.#senderOf(subscription)
    const delivery = new Delivery(this.#ports, {
      subscription,
      sender: sender.ok ? sender.value : undefined,
      refused: sender.ok ? undefined : sender.error,
      lane: this.#laneOf(sender.ok ? sender.value : undefined),
      room: () => this.#room(),
      changed: () => this.#dirty.add(key),
    })
    this.#running.set(key, { delivery, version: versionOf(subscription, this.#namesOf(subscription)) })
    delivery.start()
  }

  #senderOf(subscription: StoredSubscription): Result<Sender, string> {
    const { sealed, destination } = subscription
    const opened = sealed === null ? ok(destination) : this.#ports.secrets.open(sealed, boundTo(subscription))
    if (!opened.ok) return err('The secret of this destination cannot be opened: put the subscription anew.')
    const target = targetOf(opened.value, this.#ports.allowed, name => this.#named.get(name))
    return target.ok ? ok(senderFor(target.value, this.#senders)) : target
  }

  #laneOf({ place, atOnce = limits.deliveryConcurrency }: Pick<Sender, 'place' | 'atOnce'> = { place: '' }): Lane {
    const lane = this.#lanes.get(place) ?? new Lane(atOnce)
    this.#lanes.set(place, lane)
    return lane
  }

  /** Each its share of what all may hold: a queue and a round. */
  #room(): number {
    return roomOfOne(this.#running.size)
  }

  async #save(): Promise<void> {
    const keys = [...this.#dirty]
    if (keys.length === 0) return
    this.#dirty.clear()
    const progress = keys.flatMap(key => {
      const delivery = this.#running.get(key)?.delivery
      return delivery === undefined ? [] : [{ ...delivery.subscription, progress: delivery.progress() }]
    })
    const saved = await this.#ports.settings.save(progress)
    if (!saved.ok) for (const key of keys) this.#dirty.add(key)
  }

  async #every(length: typeof limits.deliverySaveEvery, work: () => Promise<void>): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#ports.clock.sleep(length, this.#stopping.signal)
      if (!this.#stopping.signal.aborted) await work()
    }
  }
}

/** What one of `count` subscriptions may hold in its queue, and once more in its round (bytes of messages). */
export function roomOfOne(count: number): number {
  const share = limits.deliveryRoundsBytes / (2 * Math.max(1, count))
  return Math.max(limits.deliveryRoundLeast, Math.min(limits.deliveryRoundMost, Math.floor(share)))
}

/** A sealed secret cannot be moved to another subscription. */
const boundTo = ({ groupId, name }: { readonly groupId: number; readonly name: string }): string =>
  `subscription ${groupId} ${name}`
