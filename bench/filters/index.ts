/** The metric filters and subscriptions that benches put on the group of the mix, and how much they find in it. */
import { compileShared, type FilterPattern, parseFilterPattern } from '../../src/query/filter-pattern/index.ts'
import { type MixOptions, mixChunks } from '../mix/index.ts'

export interface BenchFilter {
  readonly pattern: string
  readonly value: string
  readonly dimensions?: Readonly<Record<string, string>>
}

/** Ten as people have them: errors and warnings, a latency, two with a dimension, and words that hardly anybody ever says. */
export const usualFilters: readonly BenchFilter[] = [
  {
    pattern:
      '{ $.log != "[*" && $.kubernetes.container_name = "backend-app" && ( $.log = "*WARN*" || $.log = "*error*" ) }',
    value: '1',
  },
  { pattern: 'ERROR', value: '1' },
  { pattern: '?WARN ?"warn"', value: '1' },
  { pattern: '[ip, id, user, time, request, status = 5*, bytes, ...]', value: '1' },
  { pattern: '{ $.status >= 500 }', value: '1' },
  { pattern: '{ $.ms > 350 }', value: '$.ms' },
  { pattern: '{ $.level = "error" }', value: '1', dimensions: { App: '$.app' } },
  { pattern: '{ $.level = "warn" }', value: '1', dimensions: { App: '$.app' } },
  { pattern: 'OutOfMemoryError', value: '1' },
  { pattern: '"leader election lost"', value: '1' },
]

/** Ten of which nearly every line makes a sample of several, and most of them a value of its own. */
export const heavyFilters: readonly BenchFilter[] = [
  { pattern: '{ $.ms >= 0 }', value: '$.ms' },
  { pattern: '{ $.ms >= 0 }', value: '$.ms', dimensions: { App: '$.app' } },
  { pattern: '{ $.status = * }', value: '1', dimensions: { App: '$.app', Status: '$.status' } },
  { pattern: '{ $.level = "info" || $.level = "debug" }', value: '1' },
  { pattern: '{ $.level = "error" && $.msg = "*refused*" }', value: '1' },
  { pattern: '[ip, id, user, time, request, status, bytes, ...]', value: '$bytes' },
  { pattern: '[ip, id, user, time, request, status = 2*, bytes, ...]', value: '1' },
  { pattern: '[ip, id, user, time, request = "POST *", status, bytes, ...]', value: '$bytes' },
  { pattern: 'ERROR', value: '1' },
  { pattern: '%timed? ?out%', value: '1' },
]

/** What three receivers take a part of; and one that takes everything. */
export const usualSubscriptions = ['ERROR', '{ $.status >= 500 }', '[ip, id, user, time, request, status = 5*, ...]']
export const wholeSubscription = ['']

/** Matches a line, of all patterns together, in the first lines of the mix. */
export function matchesPerLine(patterns: readonly string[], options: MixOptions): number {
  const shared = compileShared(patterns.map(parsed))
  const messages = [...mixChunks({ ...options, lines: 20_000 })].flatMap(chunk => chunk.messages)
  let sum = 0
  for (const message of messages) {
    shared.begin(message)
    for (let at = 0; at < patterns.length; at++) if (shared.matches(at)) sum += 1
  }
  return sum / messages.length
}

function parsed(pattern: string): FilterPattern {
  const found = parseFilterPattern(pattern)
  if (!found.ok) throw new Error(`${pattern}: ${found.error.message}`)
  return found.value
}
