/** Pods' logs as they are collected, for tests: containers that a test begins, breaks and ends, a clock that it steps, and what was stored. */
import { gunzipSync } from 'node:zlib'
import { type Instant, instant, ok } from '../../model/index.ts'
import type { LabelSelector, Pod } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { createLogWriter } from '../log-writer/index.ts'
import { testStore } from '../log-writer/test-store.ts'
import { startPodLogs } from './collector.ts'
import { testContainers } from './test-containers.ts'
import type { Unpack } from './unpack.ts'

export const group = '/aws/containerinsights/test/application'

/** `keep`: rotated files that stay. */
export function collecting(keep?: number) {
  const clock = steppedClock()
  const store = testStore()
  const containers = testContainers(keep)
  const told: string[] = []
  const writer = createLogWriter({ ...store, clock, tags: {} }, line => told.push(line))
  const choice: { namespaces: string[]; labels: LabelSelector } = { namespaces: [], labels: { matchLabels: {} } }
  let seen: (() => readonly Pod[]) | undefined
  /** What the cluster tells of pods, where it is not how they are. */
  const see = (pods: typeof seen) => {
    seen = pods
  }
  const pods = () => (seen ?? containers.pods)()
  /** By how much our clock was set (ms). */
  const set = { by: 0 }
  const ours = { now: () => instant(clock.now() + set.by), sleep: clock.sleep }
  const ports = { ...store, ...containers, pods, writer, clock: ours, choice, unpack: unpackAtOnce }
  const start = () => startPodLogs(ports, line => told.push(line))
  /** What was stored of a pod, in order. */
  const stored = (pod: string): string[] =>
    store
      .messages(group)
      .map(message => JSON.parse(message))
      .filter(record => record.kubernetes.pod_name === pod)
      .map(record => record.log)
  let count = 0
  const line = (text = `line ${count++}`, at: Instant = clock.now()) => `${new Date(at).toISOString()} ${text}`
  const write = (pod: string, ...texts: readonly string[]) => containers.write(pod, ...texts.map(text => line(text)))
  return { clock, set, store, containers, told, start, stored, write, line, see }
}

/** Within the time that stands: zlib's own streams take real time. */
const unpackAtOnce: Unpack = async function* (pieces) {
  const all: Uint8Array[] = []
  for await (const piece of pieces) {
    if (!piece.ok) return yield piece
    all.push(piece.value)
  }
  yield ok(gunzipSync(Buffer.concat(all)))
}
