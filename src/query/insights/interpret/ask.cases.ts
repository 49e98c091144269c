/** Asks the interpreter a query over events, for tests. */
import { checkInsights } from '../language/index.ts'
import type { EventRow } from '../value.ts'
import { type InterpretWorld, interpret } from './index.ts'
import { specEvents, specGroup, specOwners, specWindow } from './spec.cases.ts'

export const specWorld: InterpretWorld = {
  ...specWindow,
  startedAt: specWindow.to,
  region: 'eu-west-1',
  groups: [specGroup],
  limit: 10_000,
  sourceGroups: source =>
    source.kind === 'named'
      ? source.groups.map(group => group.name)
      : [specGroup].filter(name => source.prefixes.some(prefix => name.startsWith(prefix))),
  lookupTable: name => (name === 'owners' ? specOwners : undefined),
}

/** The answer's rows as objects without `@ptr`; throws what went wrong. */
export function ask(
  query: string,
  events: readonly EventRow[] = specEvents,
  world: Partial<InterpretWorld> = {},
): readonly Readonly<Record<string, string>>[] {
  const answer = askWhole(query, events, world)
  return answer.rows.map(row =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  )
}

export function askWhole(query: string, events: readonly EventRow[] = specEvents, world: Partial<InterpretWorld> = {}) {
  const checked = checkInsights(query)
  if (!checked.ok) throw new Error(`${query}: ${checked.error.message}`)
  const answer = interpret(checked.value.query, events, { ...specWorld, ...world })
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.value
}

/** Events a second apart from the beginning of the window, oldest first. */
export const eventsOf = (messages: readonly string[], group = specGroup): readonly EventRow[] =>
  messages.map((message, at) => ({
    timestamp: specWindow.from + at * 1_000,
    ingestionTime: specWindow.from + at * 1_000 + 5,
    message,
    stream: 's',
    log: `1:${group}`,
    ptr: `p${at}`,
  }))

/** Events whose messages are JSON objects. */
export const objects = (...all: readonly object[]): readonly EventRow[] => eventsOf(all.map(one => JSON.stringify(one)))
