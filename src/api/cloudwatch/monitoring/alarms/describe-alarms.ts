/** DescribeAlarms: alarms by name, state or action, or the relatives of one alarm; in the order of names, a page at a time. */
import type { AlarmDesk, AlarmView, DeskTrouble } from '../../../../judge/alarm-desk/index.ts'
import { type Clock, err, ok, type Result } from '../../../../model/index.ts'
import type { AlarmKind } from '../../../../store/settings/index.ts'
import { pagingToken, readPagingToken } from '../../logs/paging-token.ts'
import { type AwsCall, type AwsError, type Checked, type Operation, structure, text } from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { invalid, invalidCombination, invalidToken } from '../refusals.ts'
import { describedChild, describedComposite, describedMetric, describedParent } from './described.ts'
import { deskTrouble } from './refusals.ts'
import { childrenOf, parentsOf } from './relatives.ts'
import { alarmName, alarmNames, alarmTypes, maxRecords, stateValue } from './shapes.ts'

const shape = structure(
  {
    AlarmNames: alarmNames,
    AlarmNamePrefix: alarmName,
    AlarmTypes: alarmTypes,
    ChildrenOfAlarmName: alarmName,
    ParentsOfAlarmName: alarmName,
    StateValue: stateValue,
    ActionPrefix: text({ min: 1, max: 1_024 }),
    MaxRecords: maxRecords,
    NextToken: text(),
  },
  [],
  lower,
)
type Input = Checked<typeof shape>

interface Page {
  readonly alarms: readonly AlarmView[]
  /** Undefined: there are no more. */
  readonly next: string | undefined
}
type Paged = Result<Page, DeskTrouble>

export const describeAlarms = (desk: AlarmDesk, clock: Clock): Operation =>
  monitored('ask', shape, async (input, call) => {
    const refused = refusalOf(input)
    if (refused !== undefined) return err(refused)
    const now = clock.now()
    const { NextToken: token, MaxRecords: most, ...rest } = input
    const question = ['DescribeAlarms', rest]
    const from = token == null ? ok([]) : readPagingToken(token, ['string'], question, now)
    if (!from.ok) return err(invalidToken)
    const page = await pageOf(desk, rest, from.value[0] as string | undefined, most ?? 50)
    if (!page.ok) return err(deskTrouble(page.error))
    const { next } = page.value
    return ok({
      ...answerOf(page.value.alarms, rest, call),
      ...(next === undefined ? {} : { NextToken: pagingToken([next], question, now) }),
    })
  })

function refusalOf(input: Input): AwsError | undefined {
  const { AlarmNames, AlarmNamePrefix, ChildrenOfAlarmName, ParentsOfAlarmName, AlarmTypes, StateValue } = input
  if (AlarmNames != null && AlarmNamePrefix != null)
    return invalidCombination('AlarmNames and AlarmNamePrefix cannot both be specified.')
  const relatives = [ChildrenOfAlarmName, ParentsOfAlarmName].filter(name => name != null)
  const filters = [AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, input.ActionPrefix].filter(one => one != null)
  if (relatives.length > 1) return invalid('ChildrenOfAlarmName and ParentsOfAlarmName cannot both be specified.')
  if (relatives.length === 1 && filters.length > 0)
    return invalid(
      `${ChildrenOfAlarmName == null ? 'ParentsOfAlarmName' : 'ChildrenOfAlarmName'} can be specified with MaxRecords and NextToken alone.`,
    )
  return undefined
}

async function pageOf(desk: AlarmDesk, input: Input, after: string | undefined, most: number): Promise<Paged> {
  const { ChildrenOfAlarmName: children, ParentsOfAlarmName: parents } = input
  if (children == null && parents == null) return matching(desk, input, after, most)
  const names = await (children == null ? parentsOf(desk, parents ?? '') : childrenOf(desk, children))
  if (!names.ok) return names
  // By bytes, as everything is listed.
  const rest = names.value.toSorted(byBytes).filter(name => after === undefined || byBytes(name, after) > 0)
  const page = rest.slice(0, most)
  if (page.length === 0) return ok({ alarms: [], next: undefined })
  const found = await desk.list({ names: page, limit: most })
  if (!found.ok) return found
  return ok({ alarms: found.value.alarms, next: rest.length > most ? page.at(-1) : undefined })
}

/** Actions are looked at here: the settings do not know them apart. */
async function matching(desk: AlarmDesk, input: Input, after: string | undefined, most: number): Promise<Paged> {
  const kinds = kindsOf(input.AlarmTypes)
  if (kinds.length === 0) return ok({ alarms: [], next: undefined })
  const query = {
    kinds,
    ...(input.AlarmNames == null ? {} : { names: input.AlarmNames }),
    ...(input.AlarmNamePrefix == null ? {} : { prefix: input.AlarmNamePrefix }),
    ...(input.StateValue == null ? {} : { state: input.StateValue }),
  }
  const { ActionPrefix: action } = input
  const alarms: AlarmView[] = []
  let from = after
  for (;;) {
    const limit = action == null ? most : looked
    const page = await desk.list({ ...query, limit, ...(from === undefined ? {} : { after: from }) })
    if (!page.ok) return page
    for (const alarm of page.value.alarms) {
      if (action != null && !actsBy(alarm, action)) continue
      if (alarms.length === most) return ok({ alarms, next: alarms.at(-1)?.name })
      alarms.push(alarm)
    }
    from = page.value.next
    if (from === undefined || action == null) return ok({ alarms, next: from })
  }
}

/** Alarms that are looked at together when few of them may match. */
const looked = 500

const kindsOf = (types: readonly string[] | null | undefined): AlarmKind[] => [
  ...(types == null || types.includes('MetricAlarm') ? (['metric'] as const) : []),
  ...(types?.includes('CompositeAlarm') ? (['composite'] as const) : []),
]

const actsBy = ({ input }: AlarmView, prefix: string): boolean =>
  [input.OKActions, input.AlarmActions, input.InsufficientDataActions].some(
    list => Array.isArray(list) && list.some(arn => typeof arn === 'string' && arn.startsWith(prefix)),
  )

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

function answerOf(alarms: readonly AlarmView[], input: Input, call: AwsCall): object {
  const describe =
    input.ChildrenOfAlarmName != null
      ? describedChild
      : input.ParentsOfAlarmName != null
        ? describedParent
        : (alarm: AlarmView) => (alarm.kind === 'metric' ? describedMetric : describedComposite)(alarm, call)
  const of = (kind: AlarmKind) => alarms.filter(one => one.kind === kind).map(one => describe(one, call))
  return { MetricAlarms: of('metric'), CompositeAlarms: of('composite'), LogAlarms: [] }
}
