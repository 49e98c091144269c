/** The log of one instance of a container, for any span of its life. Nothing is kept: each second's lines are worked out of the seed when somebody reads. */
import { type Instant, instant } from '../../model/index.ts'
import type { WriterName } from '../scenario/behaviour.ts'
import { hashOf, randomFrom } from '../world/chance.ts'
import type { ContainerRun, Instance, PodRun } from '../world/running.ts'
import type { World } from '../world/world.ts'
import { batch, database, frontend } from './application.ts'
import { backend } from './backend.ts'
import { dns, network, plain, proxy } from './system.ts'
import type { Writer } from './writer.ts'

const silent: Writer = { second: () => [] }
const writers: Readonly<Record<WriterName, Writer>> = {
  ...{ backend, frontend, database, batch, dns, network, proxy, plain, silent },
}

export interface LogLine {
  readonly at: Instant
  /** `2026-01-20T10:00:00.123456789Z`: never before the line before it, and never the same. */
  readonly time: string
  readonly text: string
}

/** The lines that were written after `from` and until `to`, in order. Milliseconds decide, so spans that meet share no line. */
export function* linesOf(
  world: World,
  pod: PodRun,
  run: ContainerRun,
  instance: Instance,
  from: Instant,
  to: Instant,
): Generator<LogLine> {
  const writer = writers[run.behaviour.writer]
  const until = Math.min(to, instance.endedAt ?? to)
  const begin = Math.max(from, instance.startedAt - 1)
  for (let age = Math.max(0, Math.floor((begin - instance.startedAt) / 1_000)); ; age++) {
    const second = instant(instance.startedAt + 1_000 * age)
    if (second > until) break
    const lines = secondOf(world, pod, writer, instance, second, age)
    for (const [index, { offset, text }] of lines.entries()) {
      const at = instant(second + offset)
      if (at > begin && at <= until) yield { at, time: timeOf(at, index), text }
    }
  }
  if (
    instance.endedAt === undefined ||
    instance.endedAt <= begin ||
    instance.endedAt > to ||
    instance.exitCode === undefined
  )
    return
  if (instance.reason === 'OOMKilled') return
  const at = instance.endedAt
  const words = writer.lastWords?.({ exitCode: instance.exitCode, reason: instance.reason ?? '', at }) ?? []
  for (const [index, text] of words.entries()) yield { at, time: timeOf(at, 900 + index), text }
}

function secondOf(world: World, pod: PodRun, writer: Writer, instance: Instance, second: Instant, age: number) {
  const random = randomFrom(hashOf(world.seed, instance.id, age))
  const span = pod.load?.span(second)
  const rate = span === undefined || 1_000 * age < comingUp(pod) ? 0 : span.share * world.demand.at(second)
  const requests = Math.floor(rate) + (random.next() < rate % 1 ? 1 : 0)
  const lines = writer.second({ second, requests, mood: span?.mood ?? 'well', age, random, pod: pod.key })
  return [...lines].sort((a, b) => a.offset - b.offset)
}

/** A pod serves nobody while it comes up. */
const comingUp = (pod: PodRun): number => 1.3 * Math.max(...pod.containers.map(({ behaviour }) => behaviour.startup))

/** Nanoseconds tell lines of one millisecond apart, in their order. */
const timeOf = (at: Instant, index: number): string =>
  `${new Date(at).toISOString().slice(0, 23)}${String(1_000 * (index % 999) + (at % 997)).padStart(6, '0')}Z`
