/** `mangru logs` by pods: the lines of all that are meant in one stream, in order of time; then those that come. */
import { limits } from '../../limits.ts'
import {
  type ApiLogEvent,
  type ApiPodLogs,
  type ApiPodSelector,
  days,
  hours,
  instant,
  minus,
} from '../../model/index.ts'
import { type Api, type ApiTrouble, explainTrouble } from '../client/index.ts'
import type { Call, Outcome } from '../command.ts'
import { fine } from '../command.ts'
import { follow } from './follow.ts'
import type { LogsValues } from './options.ts'
import { askPods, sayOfPods } from './pods.ts'
import { searchAll } from './search.ts'
import { podShower } from './show-pod.ts'

type PodsCall = Call<LogsValues>

/** Lines before those that come, where nobody said how many, or from when on. */
const followedTail = 10

export async function podLines(call: PodsCall, api: Api, pods: ApiPodSelector): Promise<Outcome> {
  const { values, terminal, say, clock } = call
  const now = clock.now()
  const from = values.since?.(now) ?? minus(now, pods.previous ? days(1) : hours(1))
  const to = values.until?.(now) ?? limits.lastInstant
  const asked = await askPods(api, pods, { from, to })
  if (!asked.ok) return failed(asked.error, call)
  for (const note of asked.value.notes) terminal.err(`${sayOfPods(note, say) ?? note.code}\n`)
  const show = shower(call, asked.value)
  const selection = { groups: [], pods, ...narrowed(values) }
  const none = asked.value.selection.groups.length === 0
  const last = none ? undefined : await shownBefore(call, api, { ...selection, from, to }, show)
  if (last !== undefined && 'trouble' in last) return failed(last.trouble, call)
  if (!values.follow) {
    if (!none && last?.shown === 0) terminal.err(`${say['no-lines-of-pods'](asked.value.total)}\n`)
    return fine
  }
  const { previous: _, ...running } = pods
  const followed = await follow({
    ...{ api, clock, selection: { ...selection, pods: running }, signal: terminal.interrupted, show },
    // What was shown is known by its ids; of the instances before, nothing more comes.
    since: none ? undefined : pods.previous ? now : (last?.until ?? now),
    already: last?.ids ?? [],
    sampledOut: events => terminal.err(`${say['follow-sampled'](events)}\n`),
    again: seconds => terminal.err(`${say['follow-again'](seconds)}\n`),
  })
  return followed.ok ? fine : failed(followed.error, call)
}

interface Shown {
  readonly shown: number
  /** Ids of the last lines, and when the last one was written. */
  readonly ids: readonly string[]
  readonly until: ReturnType<typeof instant> | undefined
}

/** Shows what is there: the newest so many, or all of the time that was named. */
async function shownBefore(
  { values, say, terminal }: PodsCall,
  api: Api,
  search: {
    readonly groups: readonly string[]
    readonly pods: ApiPodSelector
    readonly from: number
    readonly to: number
  },
  show: (events: readonly ApiLogEvent[]) => Promise<void>,
): Promise<Shown | { readonly trouble: ApiTrouble }> {
  const { limit } = values
  const usual = Math.min(limit, values.follow ? followedTail : limits.tailLines)
  const tail = values.tail ?? (values.since === undefined ? usual : undefined)
  let [shown, ids, until]: [number, readonly string[], Shown['until']] = [0, [], undefined]
  if (tail === 0) return { shown, ids, until }
  const held: ApiLogEvent[] = []
  const take = async (events: readonly ApiLogEvent[]) => {
    shown += events.length
    if (tail !== undefined) held.push(...events)
    else {
      const last = events.at(-1)
      ids = [...ids, ...events.map(({ id }) => id)].slice(-limits.tailLines)
      if (last !== undefined) until = instant(last.timestamp)
      await show(events)
    }
  }
  const order = tail === undefined ? values.order : 'newest'
  const found = await searchAll(api, { ...search, order }, tail ?? values.limit, terminal.interrupted, take)
  if (!found.ok) return { trouble: found.error }
  if (tail === undefined) {
    // Who goes on with what comes is shown the rest by that.
    const goesOn = values.follow && !search.pods.previous
    if (found.value.more && !goesOn) terminal.err(`${say['more-events'](values.limit)}\n`)
    return { shown, ids, until }
  }
  const newest = held[0]
  await show(values.order === 'oldest' ? held.toReversed() : held)
  return { shown, ids: held.map(({ id }) => id), until: newest === undefined ? undefined : instant(newest.timestamp) }
}

const narrowed = ({ pattern, word }: LogsValues) => ({
  ...(pattern === undefined ? {} : { pattern }),
  ...(word === undefined ? {} : { filters: [{ field: 'word' as const, value: word }] }),
})

function shower({ values, terminal, env }: PodsCall, { pods, selection }: ApiPodLogs) {
  const one = /^Pod\//.test(selection.pods.workload ?? '') && (pods[0]?.containers.length ?? 2) === 1
  const showOne = podShower({
    json: values.json,
    terminal: terminal.outIsTty,
    colours: terminal.outIsTty && !env.NO_COLOR && env.TERM !== 'dumb',
    timestamps: values.timestamps ?? false,
    prefix: values.prefix ?? !one,
  })
  return (events: readonly ApiLogEvent[]) => terminal.out(events.map(showOne).join(''))
}

function failed(trouble: ApiTrouble, { say, terminal }: Pick<PodsCall, 'say' | 'terminal'>): Outcome {
  const told = trouble.code === 'refused' && trouble.error?.said && sayOfPods(trouble.error.said, say)
  terminal.err(`${told || explainTrouble(trouble, say)}\n`)
  return { code: 1 }
}
