/** What a square of the map says in words: to those who point at it, and to those who do not see it. Pure. */
import type { ApiClusterNode, ApiClusterPod, ApiUsed } from '../../../src/model/index.ts'
import { showBytes, showCores, showCount, showShare } from '../../format/index.ts'
import type { Catalogue } from '../../i18n/index.ts'
import type { SpeakingAlarm } from '../alarms.ts'
import type { FigureMeasure, Shade } from './measure.ts'

/** The measure alone: `84 % of its request`. */
export function shadeWords(
  { cluster: { map: words, tone } }: Catalogue,
  { level, value }: Shade,
  by: FigureMeasure,
): string {
  if (level === 'good' || level === 'waiting' || level === 'bad' || level === 'done') return tone[level]
  if (by === 'restarts') return words.restarts(value ?? 0, showCount(value ?? 0))
  const bound = by.endsWith('request') ? 'request' : 'limit'
  if (level === 'unbound') return words.unbound[bound]
  return value === undefined ? words.unknown : words.of[bound](showShare(value))
}

/** The worst first, a few by their names; undefined: nobody told. */
export function alarmLines(words: Catalogue, alarms: readonly SpeakingAlarm[] | undefined): readonly string[] {
  const { map } = words.cluster
  if (alarms === undefined) return [map.alarm.unknown]
  if (alarms.length === 0) return [map.alarm.none]
  const more = alarms.length - namedAlarms
  return [
    ...alarms.slice(0, namedAlarms).map(({ name, state }) => `${words.alarms.states[state]}: ${name}`),
    ...(more > 0 ? [map.alarm.more(showCount(more))] : []),
  ]
}
/** Alarms that are told by name at once (count). */
export const namedAlarms = 4

export function podLines(words: Catalogue, pod: ApiClusterPod, used: ApiUsed | undefined): readonly string[] {
  const { cluster } = words
  return [
    `${pod.status} · ${cluster.tone[pod.tone]}`,
    ...(pod.workload === null ? [] : [`${pod.workload.kind} ${pod.workload.name}`]),
    usedLine(cluster.columns.cpuUsed, used?.cpu, pod.requests.cpu, pod.limits.cpu, showCores, cluster.drawer),
    usedLine(
      cluster.columns.memoryUsed,
      used?.memory,
      pod.requests.memory,
      pod.limits.memory,
      showBytes,
      cluster.drawer,
    ),
    ...(pod.restarts > 0 ? [cluster.map.restarts(pod.restarts, showCount(pod.restarts))] : []),
  ]
}

function usedLine(
  name: string,
  used: number | undefined,
  request: number | null,
  limit: number | null,
  show: (value: number) => string,
  words: Catalogue['cluster']['drawer'],
): string {
  const bounds = [
    ...(request === null ? [] : [`${words.request} ${show(request)}`]),
    ...(limit === null ? [] : [`${words.limit} ${show(limit)}`]),
  ]
  return `${name} ${used === undefined ? '–' : show(used)}${bounds.length === 0 ? '' : ` (${bounds.join(', ')})`}`
}

export function nodeLines(words: Catalogue, node: ApiClusterNode, used: ApiUsed | undefined): readonly string[] {
  const { cluster } = words
  const part = (of: 'cpu' | 'memory') =>
    used === undefined || node.allocatable[of] === 0
      ? '–'
      : cluster.map.ofNode(showShare(used[of] / node.allocatable[of]))
  return [
    `${node.status} · ${cluster.map.pods(node.pods, showCount(node.pods))}`,
    ...(node.instanceType === '' ? [] : [[node.instanceType, node.zone].filter(Boolean).join(' · ')]),
    `${cluster.columns.cpuUsed} ${part('cpu')}`,
    `${cluster.columns.memoryUsed} ${part('memory')}`,
  ]
}
