/** Which of the invented lines a selection asks for: filters, and enough of the filter pattern language to try the page with. */
import type { ApiLogEvent, ApiLogSelection, ApiPatternCheck } from '../../src/model/index.ts'
import { linesOfSecond, type MockGroup } from './lines.ts'

type Test = (event: ApiLogEvent) => boolean

/** Nothing is older than this many milliseconds. */
export const historyMs = 30 * 3_600_000

/** Lines in the range, one second at a time from the chosen end, so that a caller can stop. */
export function* secondsOf(
  groups: readonly MockGroup[],
  range: { from: number; to: number; now: number },
  order: 'newest' | 'oldest',
): Generator<{ second: number; events: ApiLogEvent[] }> {
  const first = Math.floor(Math.max(range.from, range.now - historyMs) / 1_000)
  const last = Math.floor((Math.min(range.to, range.now) - 1) / 1_000)
  for (let step = 0; step <= last - first; step += 1) {
    const second = order === 'newest' ? last - step : first + step
    const events = groups
      .flatMap(group => linesOfSecond(group, second))
      .filter(event => event.timestamp >= range.from && event.timestamp < Math.min(range.to, range.now))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    yield { second, events: order === 'newest' ? events.reverse() : events }
  }
}

export function matcher(selection: Omit<ApiLogSelection, 'from' | 'to'>): Test {
  const pattern = compilePattern(selection.pattern ?? '')
  const streams = new Set(selection.streams ?? [])
  const filters = (selection.filters ?? []).map((filter): Test => {
    const holds: Test =
      filter.field === 'word'
        ? event => event.message.split(/[^A-Za-z0-9]+/).includes(filter.value)
        : event => event[filter.field as 'pod'] === filter.value
    return filter.exclude ? event => !holds(event) : holds
  })
  return event =>
    (streams.size === 0 || streams.has(event.stream)) && filters.every(holds => holds(event)) && pattern(event)
}

/** The position of what is wrong, in the real server's shape. */
export function checkPattern(pattern: string): ApiPatternCheck {
  const text = pattern.trimEnd()
  const trouble = (message: string, from: number, to: number): ApiPatternCheck => ({ ok: false, message, from, to })
  if (/^\s*\{/.test(text)) {
    if (!text.endsWith('}'))
      return trouble('Expected "}" at the end of the JSON pattern.', Math.max(0, text.length - 1), text.length)
    const broken = /\$[^.[\s]/.exec(text)
    if (broken) return trouble('Expected "." or "[" after "$".', broken.index, broken.index + 2)
    return { ok: true, matches: [] }
  }
  const quotes = [...text.matchAll(/"/g)]
  if (quotes.length % 2 === 1) {
    const at = quotes.at(-1)!.index
    return trouble('This quotation mark is never closed.', at, text.length)
  }
  return { ok: true, matches: [] }
}

function compilePattern(pattern: string): Test {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) return compileJson(text)
  const terms = [...text.matchAll(/(-|\?)?(?:"([^"]*)"|([^\s"]+))/g)].map(([, sign, quoted, bare]) => ({
    sign,
    term: quoted ?? bare ?? '',
  }))
  const required = terms.filter(one => one.sign === undefined)
  const optional = terms.filter(one => one.sign === '?')
  const refused = terms.filter(one => one.sign === '-')
  return ({ message }) =>
    required.every(one => message.includes(one.term)) &&
    refused.every(one => !message.includes(one.term)) &&
    (optional.length === 0 || required.length > 0 || optional.some(one => message.includes(one.term)))
}

function compileJson(text: string): Test {
  const clauses = [...text.matchAll(/\$\.([\w.]+)\s*(!?=)\s*(?:"([^"]*)"|([\d.]+))/g)]
  return ({ message }) => {
    try {
      const whole: unknown = JSON.parse(message)
      return clauses.every(([, path, sign, quoted, bare]) => {
        const value = path!
          .split('.')
          .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], whole)
        return (String(value) === (quoted ?? bare)) === (sign === '=')
      })
    } catch {
      return false
    }
  }
}
