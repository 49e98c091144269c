/** Alarms with a clock that tests step, over settings in memory and any metric store; for tests alone. */
import { type Clock, type Instant, instant, type Result } from '../../model/index.ts'
import { type MetricStore, type WatchedMetricStore, watchedMetricStore } from '../../store/metrics/index.ts'
import type { Settings } from '../../store/settings/index.ts'
import { alarmDesk } from './desk.ts'
import { LiveAlarms, type LivePorts } from './live.ts'
import { soleOwner } from './owner.ts'
import type { AlarmDesk, AlarmInput } from './port.ts'

export const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export const topic = 'arn:aws:sns:us-east-1:000000000000:ops'

/** "Sum ≥ 1 in 5 minutes, missing = notBreaching", told to a topic. */
export const errorsAlarm = (name: string, over: AlarmInput = {}): AlarmInput => ({
  ...{ AlarmName: name, Namespace: 'App', MetricName: 'Errors', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1 },
  ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' },
  ...{ AlarmActions: [topic], OKActions: [topic], ...over },
})

export class AlarmWorld {
  now: Instant
  readonly clock: Clock
  readonly metrics: WatchedMetricStore
  readonly told: string[] = []
  live: LiveAlarms
  desk: AlarmDesk
  readonly #settings: Settings
  readonly #more: Partial<LivePorts>
  #tokens = 0

  constructor(settings: Settings, store: MetricStore, now: number, more: Partial<LivePorts> = {}) {
    this.#settings = settings
    this.#more = more
    this.now = instant(now)
    this.clock = { now: () => this.now, sleep: async () => undefined }
    this.metrics = watchedMetricStore(store)
    const { live, desk } = this.#open()
    this.live = live
    this.desk = desk
  }

  #open() {
    const ports: LivePorts = {
      ...{ settings: this.#settings.alarms, metrics: this.metrics, clock: this.clock, owner: soleOwner, alone: true },
      ...{ account: '000000000000', region: 'us-east-1', keepSteps: 100_000, log: line => this.told.push(line) },
      ...this.#more,
    }
    const live = new LiveAlarms(ports)
    this.metrics.watch(live.room)
    return { live, desk: alarmDesk({ ...ports, live }) }
  }

  /** As after a crash: nothing is left but the settings and the store. */
  restart(): void {
    const { live, desk } = this.#open()
    this.live = live
    this.desk = desk
  }

  async write(metric: string, at: number, value: number, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    const block = this.metrics.block()
    const key = { namespace: 'App', metric, labels, unit: 'None', resolution: 60, source: '' } as const
    block.add(this.metrics.series(key), at, { kind: 'value', value, weight: 1 })
    must(await this.metrics.append(block, `test ${++this.#tokens}`))
  }

  /** The clock stands there, and there is one look. */
  async look(at: number): Promise<void> {
    this.now = instant(at)
    await this.live.look()
  }

  /** A look every so often, up to and with `to`. */
  async run(to: number, every = 10_000): Promise<void> {
    while (this.now + every <= to) await this.look(this.now + every)
    if (this.now < to) await this.look(to)
  }

  async state(name: string): Promise<string | undefined> {
    return must(await this.desk.find(name))?.state
  }

  /** State changes of an alarm, oldest first: `14:03:02 ALARM`. */
  async changes(name: string): Promise<string[]> {
    const items = must(await this.desk.history({ alarm: name, type: 'StateUpdate', oldestFirst: true, limit: 1_000 }))
    return items.map(({ at, summary }) => `${time(at)} ${summary.split(' to ')[1]}`)
  }

  /** Deeds in the outbox, oldest first: `14:03:02 a ALARM`. */
  async deeds(): Promise<string[]> {
    const deeds = must(await this.#settings.alarms.deeds(1_000))
    return deeds.map(({ alarm, message }) => {
      const { now } = JSON.parse(message) as { now: { value: string; at: number } }
      return `${time(now.at)} ${alarm} ${now.value}`
    })
  }
}

const time = (at: number): string => new Date(at).toISOString().slice(11, 19)
