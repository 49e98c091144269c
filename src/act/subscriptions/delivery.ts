/**
 * One subscription at work: takes what comes, or reads on from where it was, and sends it on, round by round. `position` moves when a round is
 * over, so whatever breaks in between is sent again: every event at least once, with the same id.
 */
import { limits } from '../../limits.ts'
import { days, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import { compileExtraction, type FilterPattern, parseFilterPattern, toSql } from '../../query/filter-pattern/index.ts'
import { type Arrival, type ArrivedEvent, endOf, eventId, isPast } from '../../store/logs/index.ts'
import type { StoredSubscription, SubscriptionProgress } from '../../store/settings/index.ts'
import { type Courier, createCourier } from './courier.ts'
import { listed, type OutgoingEvent } from './events.ts'
import type { Lane } from './lane.ts'
import { compareArrivals, justBefore, LiveQueue } from './live-queue.ts'
import { controlMessage } from './messages.ts'
import type { SubscriptionPorts } from './ports.ts'
import type { Sender } from './senders/index.ts'

export interface DeliveryWork {
  readonly subscription: StoredSubscription
  /** Undefined: where it leads is not allowed, or cannot be read; `refused` says why. */
  readonly sender: Sender | undefined
  readonly refused: string | undefined
  readonly lane: Lane
  /** What it may hold at once (bytes of messages): less when there are many. */
  readonly room: () => number
  /** Its progress has changed. */
  readonly changed: () => void
}

export class Delivery {
  readonly #ports: SubscriptionPorts
  readonly #work: DeliveryWork
  readonly #queue = new LiveQueue()
  readonly #stopping = new AbortController()
  readonly #courier: Courier
  readonly #pattern: FilterPattern | undefined
  #position: Arrival
  /** Everything up to here has to be read from the store: it came before the queue was listening. */
  #floor = 0n
  #isBehind = true
  #wake: AbortController | undefined
  /** While events wait for others: aborted when there are many. */
  #enough: AbortController | undefined
  #running: Promise<void> | undefined

  constructor(ports: SubscriptionPorts, work: DeliveryWork) {
    this.#ports = ports
    this.#work = work
    const { progress, pattern } = work.subscription
    this.#position = { batch: BigInt(progress.position.batch), index: progress.position.index }
    const parsed = parseFilterPattern(pattern)
    this.#pattern = parsed.ok ? parsed.value : undefined
    this.#courier = createCourier(ports, {
      ...work,
      fieldsOf: this.#pattern?.kind === 'fields' ? compileExtraction(this.#pattern) : null,
      signal: this.#stopping.signal,
    })
  }

  get subscription(): StoredSubscription {
    return this.#work.subscription
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Resolves when nothing of it is under way any more. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** As it is to be kept. */
  progress(): SubscriptionProgress {
    return {
      ...this.#courier.account(),
      position: { batch: this.#position.batch.toString(), index: this.#position.index },
    }
  }

  /** What is under way; `queued`: what waits here, null when it waits in the store. */
  status() {
    const { failing, nextTry, busy } = this.#courier.state()
    return { failing, nextTry, busy, queued: this.#isBehind ? null : this.#queue.size, refused: this.#work.refused }
  }

  /** What the store still holds for it. */
  waiting() {
    const { groupId } = this.#work.subscription
    const upTo = this.#ports.logs.arrivalMarks().settled
    return this.#ports.logs.countArrivals({ groupId, after: this.#position, upTo, ...this.#where() })
  }

  async #run(): Promise<void> {
    const { group, groupId } = this.#work.subscription
    // Put before patterns were what they are now: nothing can match it.
    if (this.#pattern === undefined || this.#work.sender === undefined) return
    const close = this.#ports.tails.collect({
      groups: [group],
      pattern: this.#pattern,
      take: events => {
        // A group made anew under this name is another one.
        if (events.groupId !== groupId) return
        const room = this.#work.room()
        this.#queue.take(events, room)
        this.#ring()
        if (this.#queue.weight > room / 4) end(this.#enough)
      },
    })
    try {
      await this.#courier.test(controlMessage(this.#ports.account, group, this.subscription.name, this.#now()))
      this.#listen()
      while (!this.#stopped) await (this.#isBehind ? this.#catchUp() : this.#keepUp())
    } catch (error) {
      this.#ports.log(`subscription ${this.subscription.name} of ${group} stopped: ${(error as Error).stack ?? error}`)
    } finally {
      close()
      this.#queue.stop()
    }
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted
  }
  #now(): Instant {
    return this.#ports.clock.now()
  }
  #ring(): void {
    end(this.#wake)
  }

  #listen(): void {
    this.#queue.start()
    this.#floor = this.#ports.logs.arrivalMarks().assigned
  }

  #where() {
    const everything = this.#pattern?.kind === 'terms' && this.#pattern.terms.length === 0
    return this.#pattern === undefined || everything ? {} : { where: toSql(this.#pattern) }
  }

  /** Reads on in the store. Once all is read that came before the queue listened, the queue has the rest. */
  async #catchUp(): Promise<void> {
    const { logs, clock } = this.#ports
    const { settled } = logs.arrivalMarks()
    if (!isPast(this.#position, settled)) {
      const read = await logs.readArrivals({
        groupId: this.subscription.groupId,
        after: this.#position,
        upTo: settled,
        maxEvents: limits.deliveryMessageEvents,
        // They come as texts of the heap, and are packed beside them.
        maxBytes: Math.ceil(this.#work.room() / 2),
        signal: this.#stopping.signal,
        ...this.#where(),
      })
      if (!read.ok) return clock.sleep(limits.deliveryPauseFirst, this.#stopping.signal)
      const outgoing = await this.#outgoing(read.value.events)
      if (!outgoing.ok) return clock.sleep(limits.deliveryPauseFirst, this.#stopping.signal)
      if (!(await this.#courier.deliver(listed(outgoing.value)))) return
      this.#moveTo(read.value.reached)
    }
    if (!isPast(this.#position, settled)) return
    if (!this.#queue.isOn) this.#listen()
    if (!isPast(this.#position, this.#floor)) {
      // A block that was under way when the queue began to listen.
      return clock.sleep(limits.commitRetryPause, this.#stopping.signal)
    }
    this.#queue.dropUpTo(this.#position)
    this.#isBehind = false
  }

  async #keepUp(): Promise<void> {
    const { clock } = this.#ports
    if (this.#queue.isOn && this.#queue.isEmpty) {
      this.#settle()
      this.#wake = new AbortController()
      await clock.sleep(limits.deliveryIdleSave, AbortSignal.any([this.#stopping.signal, this.#wake.signal]))
      this.#wake = undefined
      // Nothing has come: the place moves all the same, so that a restart has less to read.
      if (this.#queue.isEmpty) return this.#work.changed()
    }
    await this.#gather()
    if (this.#stopped) return
    if (!this.#queue.isOn) {
      this.#isBehind = true
      return
    }
    this.#settle()
    // Whatever is settled now and stands before the last of these is among them.
    const end = endOf(this.#ports.logs.arrivalMarks().settled)
    const { pieces, last } = this.#queue.shift(this.#work.room())
    if (last === undefined || !(await this.#courier.deliver(pieces))) return
    if (this.#queue.isOn) this.#settle()
    else this.#moveTo(compareArrivals(last, end) < 0 ? last : end)
  }

  async #gather(): Promise<void> {
    if (this.#queue.weight > this.#work.room() / 4) return
    this.#enough = new AbortController()
    const signal = AbortSignal.any([this.#stopping.signal, this.#enough.signal])
    await this.#ports.clock.sleep(limits.deliveryGather, signal)
    this.#enough = undefined
  }

  /** Moves to just before the first event that still waits here. */
  #settle(): void {
    const first = this.#queue.first()
    this.#moveTo(first === undefined ? endOf(this.#ports.logs.arrivalMarks().settled) : justBefore(first))
  }

  /** Forward only, and never past what is settled. */
  #moveTo(to: Arrival): void {
    const end = endOf(this.#ports.logs.arrivalMarks().settled)
    const next = compareArrivals(to, end) > 0 ? end : to
    if (compareArrivals(next, this.#position) <= 0) return
    this.#position = next
    this.#work.changed()
  }

  /** With the names of streams. What has expired or lost its stream meanwhile is given up, and counted. */
  async #outgoing(events: readonly ArrivedEvent[]): Promise<Result<readonly OutgoingEvent[], unknown>> {
    if (events.length === 0) return ok([])
    const { groupId, group } = this.subscription
    const [streams, found] = await Promise.all([
      this.#ports.logSettings.streamsById([...new Set(events.map(event => event.streamId))]),
      this.#ports.logSettings.group(group),
    ])
    if (!streams.ok) return streams
    if (!found.ok) return found
    const retention = found.value?.id === groupId ? found.value.retentionDays : null
    const notBefore = retention === null ? instant(0) : minus(this.#now(), days(retention))
    const names = new Map(streams.value.map(({ id, name }) => [id, name]))
    const outgoing: OutgoingEvent[] = []
    for (const { batch, index, streamId, timestamp, message } of events) {
      const stream = names.get(streamId)
      if (stream === undefined || timestamp < notBefore) continue
      const id = eventId({ timestamp, batch: batch.toString(), index }, groupId)
      outgoing.push({ id, stream, timestamp, arrived: instant(Number(batch >> 22n)), message })
    }
    this.#courier.lose(events.length - outgoing.length)
    return ok(outgoing)
  }
}

/** Once: each call of `abort` makes an error with its stack, which costs more than the event. */
function end(wait: AbortController | undefined): void {
  if (wait !== undefined && !wait.signal.aborted) wait.abort('there is something to do')
}
