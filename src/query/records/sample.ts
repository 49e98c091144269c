/**
 * Which fields the events of a stretch of time have, how often, and with which values: from a sample that takes as many events of
 * each slice of the time, so that a burst at one end does not speak for all of it.
 */
import { limits } from '../../limits.ts'
import { instant, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/port.ts'
import type { LogRow, LogSelection, LogStore } from '../../store/logs/port.ts'
import { discover, printValue } from '../insights/functions/index.ts'

export interface SampledField {
  readonly name: string
  /** Of the events looked at that have it: 1 to 100. */
  readonly percent: number
  /** The most frequent first. */
  readonly values: readonly string[]
}

/** The most frequent first, then by name. Empty without events. `log`: `ACCOUNT:GROUP` by group id. */
export async function sampleFields(
  logs: Pick<LogStore, 'page'>,
  selection: LogSelection,
  log: (groupId: number) => string,
  signal?: AbortSignal,
): Promise<Result<readonly SampledField[], EngineError>> {
  const rows: LogRow[] = []
  const { from, to } = selection
  const step = Math.max(1, Math.ceil((to - from) / limits.fieldSlices))
  for (let start: number = from; start < to; start += step) {
    const slice = { ...selection, from: instant(start), to: instant(Math.min(to, start + step)) }
    const page = await logs.page(slice, {
      order: 'ascending',
      limit: limits.fieldSliceEvents,
      maxBytes: limits.logPageBytes,
      ...(signal === undefined ? {} : { signal }),
    })
    if (!page.ok) return page
    rows.push(...page.value.rows)
  }
  return ok(rows.length === 0 ? [] : fieldsOf(rows, log))
}

function fieldsOf(rows: readonly LogRow[], log: (groupId: number) => string): readonly SampledField[] {
  const seen = new Map<string, Tally>(house.map(name => [name, { events: rows.length, values: new Map() }]))
  for (const row of rows) {
    for (const [name, value] of discover(row.message, log(row.groupId)).fields) count(seen, name, printValue(value))
  }
  return [...seen]
    .map(([name, { events, values }]) => ({
      name,
      percent: Math.max(1, Math.round((100 * events) / rows.length)),
      values: [...values]
        .sort(([, a], [, b]) => b - a)
        .slice(0, limits.fieldValues)
        .map(([value]) => value),
      events,
    }))
    .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1))
    .slice(0, limits.sampledFields)
    .map(({ name, percent, values }) => ({ name, percent, values }))
}

/** Every event has these. */
const house = ['@ingestionTime', '@log', '@logStream', '@message', '@timestamp']

interface Tally {
  events: number
  readonly values: Map<string, number>
}

/** Values are counted as long as they are few: of an id nobody wants the most frequent one. */
function count(seen: Map<string, Tally>, name: string, value: string | null): void {
  const tally = seen.get(name) ?? { events: 0, values: new Map<string, number>() }
  seen.set(name, tally)
  tally.events += 1
  if (value === null || value.length > 200) return
  const { values } = tally
  if (values.has(value) || values.size < 10 * limits.fieldValues) values.set(value, (values.get(value) ?? 0) + 1)
}
