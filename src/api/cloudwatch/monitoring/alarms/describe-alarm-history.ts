/** DescribeAlarmHistory: what became of alarms, deleted ones too, newest first unless told otherwise. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { type Clock, err, instant, ok } from '../../../../model/index.ts'
import type { AlarmKind, StoredHistoryItem } from '../../../../store/settings/index.ts'
import { pagingToken, readPagingToken } from '../../logs/paging-token.ts'
import {
  type Checked,
  Dictionary,
  instantOf,
  type Operation,
  structure,
  Timestamp,
  text,
  time,
} from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { invalidToken } from '../refusals.ts'
import { contributorOf } from './contributor-of.ts'
import { deskTrouble } from './refusals.ts'
import { alarmName, alarmTypes, maxRecords } from './shapes.ts'

const shape = structure(
  {
    AlarmName: alarmName,
    AlarmContributorId: text({ min: 1, max: 16 }),
    AlarmTypes: alarmTypes,
    HistoryItemType: text({
      values: [
        ...['ConfigurationUpdate', 'StateUpdate', 'Action'],
        ...['AlarmContributorStateUpdate', 'AlarmContributorAction'],
      ],
    }),
    StartDate: time,
    EndDate: time,
    MaxRecords: maxRecords,
    NextToken: text(),
    ScanBy: text({ values: ['TimestampDescending', 'TimestampAscending'] }),
  },
  [],
  lower,
)
type Input = Checked<typeof shape>

export const describeAlarmHistory = (desk: AlarmDesk, clock: Clock): Operation =>
  monitored('ask', shape, async input => {
    const now = clock.now()
    const { NextToken: token, MaxRecords, ...rest } = input
    const most = MaxRecords ?? 100
    const question = ['DescribeAlarmHistory', rest]
    const from = token == null ? ok(undefined) : readPagingToken(token, ['number', 'number'], question, now)
    if (!from.ok) return err(invalidToken)
    const kinds = kindsOf(rest)
    if (kinds.length === 0) return ok({ AlarmHistoryItems: [] })
    const [at, id] = (from.value ?? []) as readonly number[]
    const query = queryOf(rest, kinds)
    const items: StoredHistoryItem[] = []
    let after = at === undefined || id === undefined ? undefined : { at: instant(at), id }
    for (;;) {
      const page = await desk.history({ ...query, limit: most + 1, ...(after === undefined ? {} : { after }) })
      if (!page.ok) return err(deskTrouble(page.error))
      items.push(...page.value.filter(item => isOf(item, rest.AlarmContributorId)))
      const last = page.value.at(-1)
      if (page.value.length <= most || items.length > most || last === undefined) break
      after = { at: last.at, id: last.id }
    }
    const told = items.slice(0, most)
    const end = told.at(-1)
    return ok({
      AlarmHistoryItems: told.map(itemOf),
      ...(items.length > most && end !== undefined ? { NextToken: pagingToken([end.at, end.id], question, now) } : {}),
    })
  })

/** Metric alarms alone, unless told otherwise; of an alarm that is named, whatever it is. */
function kindsOf({ AlarmTypes: types, AlarmName }: Input): AlarmKind[] {
  if (types == null) return AlarmName == null ? ['metric'] : ['metric', 'composite']
  return [
    ...(types.includes('MetricAlarm') ? (['metric'] as const) : []),
    ...(types.includes('CompositeAlarm') ? (['composite'] as const) : []),
  ]
}

const queryOf = (input: Input, kinds: readonly AlarmKind[]) => ({
  kinds,
  oldestFirst: input.ScanBy === 'TimestampAscending',
  ...(input.AlarmName == null ? {} : { alarm: input.AlarmName }),
  ...(input.HistoryItemType == null ? {} : { type: input.HistoryItemType }),
  ...(input.StartDate == null ? {} : { from: instantOf(input.StartDate) }),
  ...(input.EndDate == null ? {} : { to: instantOf(input.EndDate) }),
})

function itemOf(item: StoredHistoryItem): object {
  const contributor = contributorOf(item)
  return {
    AlarmName: item.alarm,
    ...(contributor === undefined ? {} : { AlarmContributorId: contributor.id }),
    AlarmType: item.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
    Timestamp: new Timestamp(item.at),
    HistoryItemType: item.type,
    HistorySummary: item.summary,
    HistoryData: item.data,
    ...(contributor?.attributes === undefined
      ? {}
      : { AlarmContributorAttributes: new Dictionary(Object.entries(contributor.attributes)) }),
  }
}

const isOf = (item: StoredHistoryItem, contributor: string | null | undefined): boolean =>
  contributor == null || contributorOf(item)?.id === contributor
