/**
 * From counters and gauges to what Container Insights tells: rates between two samples, millicores, shares. A rate needs two samples in order, of the
 * same thing; a counter that went back began anew, so that rate is left out.
 */
import type { CpuCounters, InterfaceCounters, NetworkCounter, Told, Usage } from '../kubelet/index.ts'

/** Members of an event. */
export type Fields = Record<string, number>

/** What a machine has: the measure of every utilization. */
export interface Capacity {
  readonly millicores?: number
  readonly memoryBytes?: number
}

/** What it was before, unless it began anew since. */
export const continued = (before: Usage | undefined, now: Usage): Usage | undefined =>
  before?.startedAt !== undefined && now.startedAt !== undefined && before.startedAt !== now.startedAt
    ? undefined
    : before

/** How much a counter grew per second; `from` and `to` in ms. */
export function perSecond(
  from: number | undefined,
  before: number | undefined,
  to: number,
  now: number | undefined,
): number | undefined {
  if (from === undefined || before === undefined || now === undefined) return undefined
  return to > from && now >= before ? ((now - before) / (to - from)) * 1_000 : undefined
}

/** Nanoseconds of CPU per second, in thousandths of a core. */
function millicores(before: CpuCounters | undefined, now: CpuCounters, which: 'totalNs' | 'userNs' | 'systemNs') {
  const rate = perSecond(before?.at, before?.[which], now.at, now[which])
  return rate === undefined ? undefined : rate / 1e6
}

export const share = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || !(whole > 0) ? undefined : (part / whole) * 100

/** What is undefined is no member. */
export function put(fields: Fields, name: string, value: number | undefined): void {
  if (value !== undefined) fields[name] = value
}

/** CPU and memory of a node, pod or container; the shares are of the whole node. */
export function usageFields(
  prefix: 'node' | 'pod' | 'container',
  before: Usage | undefined,
  now: Usage,
  capacity: Capacity,
): Fields {
  const fields: Fields = {}
  const same = continued(before, now)
  if (now.cpu !== undefined) {
    const total = millicores(same?.cpu, now.cpu, 'totalNs')
    put(fields, `${prefix}_cpu_usage_total`, total)
    put(fields, `${prefix}_cpu_usage_user`, millicores(same?.cpu, now.cpu, 'userNs'))
    put(fields, `${prefix}_cpu_usage_system`, millicores(same?.cpu, now.cpu, 'systemNs'))
    put(fields, `${prefix}_cpu_utilization`, share(total, capacity.millicores))
  }
  if (now.memory !== undefined) {
    for (const [name, value] of Object.entries(now.memory.gauges)) put(fields, `${prefix}_memory_${name}`, value)
    put(fields, `${prefix}_memory_utilization`, share(now.memory.gauges.working_set, capacity.memoryBytes))
    const earlier: Readonly<Record<string, number | undefined>> = same?.memory?.counters ?? {}
    for (const [name, value] of Object.entries(now.memory.counters)) {
      put(fields, `${prefix}_memory_${name}`, perSecond(same?.memory?.at, earlier[name], now.memory.at, value))
    }
  }
  return fields
}

const networkCounters: readonly NetworkCounter[] = [
  ...(['rx_bytes', 'rx_packets', 'rx_errors', 'rx_dropped'] as const),
  ...(['tx_bytes', 'tx_packets', 'tx_errors', 'tx_dropped'] as const),
]

/** What went through one interface per second. */
export function interfaceRates(before: InterfaceCounters | undefined, now: InterfaceCounters): Told<NetworkCounter> {
  const rates: Fields = {}
  for (const name of networkCounters) {
    put(rates, name, perSecond(before?.at, before?.counters[name], now.at, now.counters[name]))
  }
  return rates as Told<NetworkCounter>
}

/** `PREFIX_rx_bytes` and so on, with `PREFIX_total_bytes`, of several interfaces together. */
export function networkFields(prefix: string, rates: readonly Told<NetworkCounter>[]): Fields {
  const fields: Fields = {}
  for (const name of networkCounters) {
    const told = rates.flatMap(rate => rate[name] ?? [])
    if (told.length > 0) fields[`${prefix}_${name}`] = told.reduce((sum, one) => sum + one, 0)
  }
  const [received, sent] = [fields[`${prefix}_rx_bytes`], fields[`${prefix}_tx_bytes`]]
  if (received !== undefined && sent !== undefined) fields[`${prefix}_total_bytes`] = received + sent
  return fields
}

/** Each interface with its rates. */
export function ratesByInterface(
  before: Usage | undefined,
  now: Usage,
): readonly { readonly name: string; readonly rates: Told<NetworkCounter> }[] {
  const earlier = new Map(continued(before, now)?.interfaces.map(one => [one.name, one]))
  return now.interfaces.map(one => ({ name: one.name, rates: interfaceRates(earlier.get(one.name), one) }))
}
