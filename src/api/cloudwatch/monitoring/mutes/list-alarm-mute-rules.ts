/** ListAlarmMuteRules: rules by alarm and status, in the order of names, a page at a time. */
import type { AlarmDesk, MuteView } from '../../../../judge/alarm-desk/index.ts'
import { type Clock, err, ok } from '../../../../model/index.ts'
import { pagingToken, readPagingToken } from '../../logs/paging-token.ts'
import { type Operation, structure, text, textsOf } from '../../protocol/index.ts'
import { deskTrouble, maxRecords } from '../alarms/index.ts'
import { lower, monitored } from '../fields.ts'
import { invalidToken } from '../refusals.ts'
import { muteName, summaryOf } from './shapes.ts'

const shape = structure(
  {
    AlarmName: muteName,
    Statuses: textsOf({ values: ['SCHEDULED', 'ACTIVE', 'EXPIRED'] }),
    MaxRecords: maxRecords,
    NextToken: text(),
  },
  [],
  lower,
)

export const listAlarmMuteRules = (desk: AlarmDesk, clock: Clock): Operation =>
  monitored('ask', shape, async ({ NextToken: token, MaxRecords, ...asked }, call) => {
    const now = clock.now()
    const most = MaxRecords ?? 50
    const question = ['ListAlarmMuteRules', asked]
    const from = token == null ? ok([]) : readPagingToken(token, ['string'], question, now)
    if (!from.ok) return err(invalidToken)
    const isWanted = ({ alarms, status }: MuteView) =>
      (asked.AlarmName == null || alarms.includes(asked.AlarmName)) &&
      (asked.Statuses == null || asked.Statuses.includes(status))
    const rules: MuteView[] = []
    let after = from.value[0] as string | undefined
    for (;;) {
      const page = await desk.mutes({ limit: looked, ...(after === undefined ? {} : { after }) })
      if (!page.ok) return err(deskTrouble(page.error))
      rules.push(...page.value.filter(isWanted))
      after = page.value.at(-1)?.name
      if (page.value.length < looked || rules.length > most) break
    }
    const told = rules.slice(0, most)
    const last = told.at(-1)
    return ok({
      AlarmMuteRuleSummaries: told.map(rule => summaryOf(rule, call)),
      ...(rules.length > most && last !== undefined ? { NextToken: pagingToken([last.name], question, now) } : {}),
    })
  })

/** Rules that are looked at together. */
const looked = 200
