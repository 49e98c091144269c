/** Several alarms in one message for people: the last state of each, the worst first, and what they have in common. */
import type { AlarmMessage, ApiAlarmState } from '../../../model/index.ts'
import type { PeopleWords } from '../words/index.ts'
import { type Account, accountOf } from './account.ts'
import { inputOf } from './alarm-input.ts'
import { regionName } from './regions.ts'

export interface Gathered {
  readonly subject: string
  readonly headline: string
  /** `ClusterName=prod`; empty: nothing. */
  readonly alike: string
  readonly accounts: readonly Account[]
  /** The worst state among them. */
  readonly state: ApiAlarmState
}

const order: readonly ApiAlarmState[] = ['ALARM', 'INSUFFICIENT_DATA', 'OK']
const rank = (state: ApiAlarmState): number => order.indexOf(state)

/** `messages`: at least one, in the order in which they happened. */
export function gathered(messages: readonly AlarmMessage[], words: PeopleWords, publicUrl: string): Gathered {
  const last = new Map<string, AlarmMessage>()
  for (const message of messages) {
    const key = `${message.alarm.name}\n${message.contributor?.id ?? ''}`
    // What changed last stands last among its equals.
    last.delete(key)
    last.set(key, message)
  }
  const accounts = [...last.values()]
    .map(message => accountOf(message, words, publicUrl))
    .sort((a, b) => rank(a.state) - rank(b.state))
  const state = accounts[0]?.state ?? 'OK'
  const [only] = last.size === 1 ? [...last.values()] : []
  const counts = order
    .map(one => [one, accounts.filter(account => account.state === one).length] as const)
    .filter(([, count]) => count > 0)
    .map(([one, count]) => words.counted(count, one))
    .join(', ')
  return {
    subject: only === undefined ? `${words.changed(last.size)}: ${counts}` : subjectOf(only, words),
    headline: only === undefined ? `${words.changed(last.size)}: ${counts}.` : (accounts[0]?.headline ?? ''),
    alike: only === undefined ? alikeOf([...last.values()]) : '',
    accounts,
    state,
  }
}

const subjectOf = ({ now, alarm, region }: AlarmMessage, words: PeopleWords): string =>
  words.subject(now.value, alarm.name, regionName(region))

/** Dimensions with their values, or else the namespace, that all of them watch. */
function alikeOf(messages: readonly AlarmMessage[]): string {
  const places = messages.map(message => {
    const input = inputOf(message)
    const metrics = (input.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
    const all = metrics.length > 0 ? metrics : [input]
    const dimensions = all.flatMap(({ Dimensions = [] }) => Dimensions.map(({ Name, Value }) => `${Name}=${Value}`))
    const series = Object.entries(message.contributor?.attributes ?? {}).map(([name, value]) => `${name}=${value}`)
    const namespaces = all.flatMap(({ Namespace }) => Namespace ?? [])
    return { dimensions: new Set([...dimensions, ...series]), namespaces: new Set(namespaces) }
  })
  const shared = (sets: readonly ReadonlySet<string>[]): string[] =>
    [...(sets[0] ?? [])].filter(one => sets.every(set => set.has(one)))
  const dimensions = shared(places.map(place => place.dimensions))
  return (dimensions.length > 0 ? dimensions : shared(places.map(place => place.namespaces))).join(', ')
}
