/**
 * Takes deeds over from the alarms' outbox and carries deliveries to their receivers: of each receiver one after the other, several receivers side by
 * side, until each is told or given up. All it knows is in the settings, so a restart goes on where this one ended; what was under way is sent once
 * more, with the same id.
 */
import { limits } from '../../limits.ts'
import { type Instant, instant, millis, plus } from '../../model/index.ts'
import type {
  DeliveryMark,
  NewDeed,
  StoredDelivery,
  StoredTopic,
  StoredTopicSubscription,
} from '../../store/settings/index.ts'
import { type Answer, mappedTo, shownDestination } from '../subscriptions/index.ts'
import type { Letter } from './bodies/index.ts'
import { topicIn } from './names.ts'
import { outcomeOf } from './outcome.ts'
import { actionHistory, planDeed } from './plan.ts'
import type { NotifyPorts } from './ports.ts'
import type { Tell } from './teller.ts'

export class Courier {
  readonly #ports: NotifyPorts
  readonly #tell: Tell
  readonly #stopping = new AbortController()
  readonly #cutting = new AbortController()
  readonly #serving = new Set<Promise<void>>()
  /** Until when people are left alone after a message, by subscription. */
  readonly #quietUntil = new Map<string, Instant>()
  #wake = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(ports: NotifyPorts, tell: Tell) {
    this.#ports = ports
    this.#tell = tell
  }

  async start(): Promise<void> {
    // Whoever held them before is no more.
    if (this.#ports.alone) await this.#ports.settings.letAllGo()
    this.#running = this.#run()
  }

  /** There is something to do. */
  wake(): void {
    if (!this.#wake.signal.aborted) this.#wake.abort('there is something to do')
  }

  /** What is on its way may arrive for a while; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await this.#running
    const over = new AbortController()
    await Promise.race([Promise.all(this.#serving), this.#ports.clock.sleep(limits.notifyStopPatience, over.signal)])
    over.abort()
    this.#cutting.abort()
    await Promise.all(this.#serving)
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#ports
    let tidied = instant(0)
    while (!this.#stopped) {
      let busy = false
      try {
        busy = await this.#takeOver()
        busy = (await this.#claim()) || busy
        if (clock.now() - tidied >= limits.deliveryTidyEvery) {
          tidied = clock.now()
          await this.#ports.settings.tidy(instant(tidied - limits.keptDeliveryLife), limits.keptDeliveries)
          await this.#ports.settings.forgetUnconfirmed(tidied)
        }
      } catch (error) {
        log(`notifications: ${(error as Error).stack ?? error}`)
      }
      if (busy || this.#stopped) continue
      await clock.sleep(limits.notifyLook, this.#wake.signal)
      this.#wake = new AbortController()
    }
  }

  /** True: there may be more. */
  async #takeOver(): Promise<boolean> {
    const { settings } = this.#ports
    const deeds = await settings.deeds(limits.deedsAtOnce)
    if (!deeds.ok || deeds.value.length === 0) return false
    const open = await settings.open()
    if (!open.ok || open.value >= limits.openDeliveries) return false
    const world = await this.#worldOf(deeds.value)
    if (world === undefined) return false
    const taken = await settings.take(deeds.value.map(deed => planDeed(deed, world)))
    return taken.ok && taken.value.length > 0
  }

  async #worldOf(deeds: readonly NewDeed[]) {
    const { settings, allowed, clock } = this.#ports
    const now = clock.now()
    const topics = new Map<string, StoredTopic | undefined>()
    const subscriptions = new Map<string, readonly StoredTopicSubscription[]>()
    for (const name of new Set(deeds.map(({ action }) => topicIn(action)))) {
      if (name === undefined) continue
      const [topic, told] = await Promise.all([
        settings.topic(name),
        settings.subscriptions({ topic: name, limit: limits.topicSubscriptions }),
      ])
      if (!topic.ok || !told.ok) return undefined
      topics.set(name, topic.value)
      subscriptions.set(name, told.value)
    }
    return {
      now,
      topic: (name: string) => topics.get(name),
      subscriptions: (name: string) => subscriptions.get(name) ?? [],
      mapped: (arn: string) => {
        const url = mappedTo(arn, allowed)
        return url && shownDestination(url.href)
      },
      notBefore: (id: string) => this.#notBefore(id, now),
    }
  }

  #notBefore(subscription: string, now: Instant): Instant {
    const soon = plus(now, limits.notifyGather)
    return instant(Math.max(this.#quietUntil.get(subscription) ?? soon, soon))
  }

  async #claim(): Promise<boolean> {
    const free = limits.notifyTargets - this.#serving.size
    if (free <= 0) return false
    const now = this.#ports.clock.now()
    const claimed = await this.#ports.settings.claim({
      ...{ now, until: plus(now, limits.deliveryHold), targets: free },
      ...{ run: limits.notifyRun, together: limits.notifyTogether },
    })
    if (!claimed.ok || claimed.value.length === 0) return false
    for (const row of Map.groupBy(claimed.value, ({ target }) => target).values()) {
      const serving = this.#serve(row)
        .catch(error => this.#ports.log(`notifications: ${(error as Error).stack ?? error}`))
        .finally(() => {
          this.#serving.delete(serving)
          this.wake()
        })
      this.#serving.add(serving)
    }
    return true
  }

  /** One receiver's row: until it is through, one of them must wait, or this has gone on for so long that others may have their turn. */
  async #serve(row: readonly StoredDelivery[]): Promise<void> {
    const { clock } = this.#ports
    const parts = [...Map.groupBy(row, ({ batch, id }) => batch ?? id).values()]
    const began = clock.now()
    let marked = began
    let marks: DeliveryMark[] = []
    let done = 0
    for (const part of parts) {
      if (this.#stopped || clock.now() - began >= limits.deliveryHold / 2) break
      const answer = await this.#tell(part, this.#cutting.signal)
      // Nobody knows what became of it: it is told again.
      if (this.#cutting.signal.aborted && answer.kind !== 'delivered') break
      const mark = this.#markOf(part, answer)
      marks.push(mark)
      done += 1
      if (mark.outcome.status === 'retrying') break
      if (clock.now() - marked < limits.deliveryMarkEvery) continue
      marked = clock.now()
      await this.#keep(marks, [])
      marks = []
    }
    await this.#keep(
      marks,
      parts.slice(done).flatMap(part => part.map(({ id }) => id)),
    )
  }

  #markOf(part: readonly StoredDelivery[], answer: Answer): DeliveryMark {
    const { clock, random } = this.#ports
    const now = clock.now()
    const [first] = part as [StoredDelivery]
    const outcome = outcomeOf(first, answer, now, random)
    const ids = part.map(({ id }) => id)
    if (outcome.status === 'delivered' && first.gathers) {
      const until = plus(now, millis(Math.min(limits.notifyGatherMost, part.length * limits.notifyGatherPause)))
      this.#quietUntil.set(first.target, until)
      return { ids, outcome, rest: { target: first.target, until } }
    }
    const letter = first.subscription === null ? (JSON.parse(first.message) as Letter) : undefined
    // Of a call it is known only now; of a topic it was told when it was taken over.
    if (letter?.kind !== 'alarm' || outcome.status === 'retrying') return { ids, outcome }
    const error = outcome.status === 'failed' ? outcome.error : undefined
    return { ids, outcome, history: [actionHistory(first.action, letter.alarm, now, error)] }
  }

  /** Until it is kept: what was told and is not marked would be told again. */
  async #keep(marks: readonly DeliveryMark[], letGo: readonly string[]): Promise<void> {
    if (marks.length === 0 && letGo.length === 0) return
    const { settings, clock } = this.#ports
    for (;;) {
      const kept = await settings.mark(marks, letGo)
      if (kept.ok || this.#cutting.signal.aborted) return
      await clock.sleep(limits.notifyLook, this.#cutting.signal)
    }
  }
}
