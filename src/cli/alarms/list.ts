/** Alarms as a table, and page after page of them. */
import type { ApiAlarm, ApiAlarms, Result } from '../../model/index.ts'
import { ok } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'
import { showLength } from './length.ts'
import type { ListValues } from './options.ts'
import { conditionOf, notesOf, numberText, stateOf, stateWord } from './words.ts'

export interface ListedAlarms extends Pick<ApiAlarms, 'alarms' | 'counts' | 'total'> {
  /** There are more that were asked for. */
  readonly more: boolean
}

/** The first `limit` that are asked for. */
export async function firstAlarms(api: Api, values: ListValues): Promise<Result<ListedAlarms, ApiTrouble>> {
  const alarms: ApiAlarm[] = []
  for (let after: string | undefined; ; ) {
    const asked = new URLSearchParams({
      limit: String(Math.min(100, values.limit - alarms.length)),
      ...(values.state === undefined ? {} : { state: stateOf(values.state) }),
      ...(values.kind === undefined ? {} : { kind: values.kind }),
      ...(values.contains === undefined ? {} : { contains: values.contains }),
      ...(after === undefined ? {} : { after }),
    })
    const page = await api.json<ApiAlarms>(`/api/alarms?${asked}`)
    if (!page.ok) return page
    const { counts, total, next } = page.value
    alarms.push(...page.value.alarms)
    if (next === undefined || alarms.length >= values.limit)
      return ok({ alarms, counts, total, more: next !== undefined })
    after = next
  }
}

export function alarmTable(alarms: readonly ApiAlarm[], now: number, say: Messages): string {
  const columns = ['state', 'alarm', 'since', 'value', 'condition', 'notes'] as const
  return tableOf(
    columns.map(column => say[`alarms-column-${column}`]()),
    alarms.map(alarm => [
      stateWord(alarm.state, say),
      tamed(alarm.name),
      showLength((now - alarm.since) / 1_000, say),
      alarm.value === null ? '' : numberText(alarm.value),
      conditionOf(alarm.input),
      notesOf(alarm, say),
    ]),
    [3],
  )
}
