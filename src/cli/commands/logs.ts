/** `mangru logs`: lists groups, searches their lines, follows them; a client of a running Mangru. */
import { limits } from '../../limits.ts'
import type { ApiLogEvent, ApiLogSelection } from '../../model/index.ts'
import { hours, minus } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import { apiAt, explainTrouble } from '../client/index.ts'
import type { Call, Outcome } from '../command.ts'
import { command, fine, misused } from '../command.ts'
import type { LogsValues } from '../logs/index.ts'
import {
  firstGroups,
  follow,
  groupTable,
  logsOptions,
  podLines,
  podSelectorOf,
  searchAll,
  showEvent,
} from '../logs/index.ts'

type LogsCall = Call<LogsValues>

export const logsCommand = command({
  name: 'logs',
  usage: '[GROUP… | KIND/NAME]',
  en: 'list log groups, or search and follow their lines; or those of pods: deploy/NAME, pod/NAME, -l app=NAME, -n NAMESPACE',
  ko: '로그 그룹을 나열하거나, 그 줄을 검색하고 따라감. 또는 파드의 줄: deploy/NAME, pod/NAME, -l app=NAME, -n NAMESPACE',
  options: logsOptions,
  async run(call) {
    const { values, words, fetch } = call
    const api = apiAt(values.url, values.token, fetch)
    if (values.follow && values.until !== undefined) return misused(say => say['not-together']('--follow', '--until'))
    if (values.follow && values.order === 'newest')
      return misused(say => say['not-together']('--follow', '--order newest'))
    if (values.stream !== undefined && values.streamPrefix !== undefined) {
      return misused(say => say['not-together']('--stream', '--stream-prefix'))
    }
    const pods = podSelectorOf(values, words)
    if (!pods.ok) return misused(pods.error)
    if (pods.value !== undefined) {
      if (values.stream !== undefined || values.streamPrefix !== undefined)
        return misused(say => say['not-together']('--stream', words[0] ?? '--selector'))
      return podLines(call, api, pods.value)
    }
    if (words.length === 0) return values.follow ? misused(say => say['missing-word']('GROUP')) : listGroups(call, api)
    return values.follow ? followLines(call, api) : searchLines(call, api)
  },
})

async function listGroups({ values, say, terminal }: LogsCall, api: Api): Promise<Outcome> {
  const some = await firstGroups(api, values.limit)
  if (!some.ok) return failed(some.error, { say, terminal })
  const { groups, total } = some.value
  if (values.json) await terminal.out(`${JSON.stringify(groups)}\n`)
  else if (groups.length === 0) terminal.err(`${say['no-groups']()}\n`)
  else await terminal.out(groupTable(groups, say))
  if (groups.length < total) terminal.err(`${say['more-groups'](groups.length, total)}\n`)
  return fine
}

async function searchLines(call: LogsCall, api: Api): Promise<Outcome> {
  const { values, say, terminal, clock } = call
  const now = clock.now()
  const from = values.since?.(now) ?? minus(now, hours(1))
  const to = values.until?.(now) ?? limits.lastInstant
  const search = { ...selectionOf(call), from, to, order: values.order }
  const found = await searchAll(api, search, values.limit, terminal.interrupted, shower(call))
  if (!found.ok) return failed(found.error, call)
  if (found.value.more) terminal.err(`${say['more-events'](values.limit)}\n`)
  return fine
}

async function followLines(call: LogsCall, api: Api): Promise<Outcome> {
  const { values, say, terminal, clock } = call
  const followed = await follow({
    api,
    clock,
    selection: selectionOf(call),
    since: values.since?.(clock.now()),
    signal: terminal.interrupted,
    show: shower(call),
    sampledOut: events => terminal.err(`${say['follow-sampled'](events)}\n`),
    again: seconds => terminal.err(`${say['follow-again'](seconds)}\n`),
  })
  return followed.ok ? fine : failed(followed.error, call)
}

function selectionOf({ values, words }: LogsCall): Omit<ApiLogSelection, 'from' | 'to'> {
  return {
    groups: words,
    ...(values.stream === undefined ? {} : { streams: [values.stream] }),
    ...(values.streamPrefix === undefined ? {} : { streamPrefix: values.streamPrefix }),
    ...(values.pattern === undefined ? {} : { pattern: values.pattern }),
    ...(values.word === undefined ? {} : { filters: [{ field: 'word' as const, value: values.word }] }),
  }
}

function shower({ values, words, terminal, env }: LogsCall) {
  const look = {
    json: values.json,
    terminal: terminal.outIsTty,
    colours: terminal.outIsTty && !env.NO_COLOR && env.TERM !== 'dumb',
    groups: words.length > 1,
    timestamps: values.timestamps ?? true,
  }
  return (events: readonly ApiLogEvent[]) => terminal.out(events.map(event => showEvent(event, look)).join(''))
}

function failed(trouble: ApiTrouble, { say, terminal }: Pick<LogsCall, 'say' | 'terminal'>): Outcome {
  terminal.err(`${explainTrouble(trouble, say)}\n`)
  return { code: 1 }
}
