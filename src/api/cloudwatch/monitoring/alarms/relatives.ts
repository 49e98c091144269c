/** Who stands on whom by the rules of composites alone: what suppresses an alarm is no child of it. */
import type { AlarmDesk, AlarmInput, DeskTrouble } from '../../../../judge/alarm-desk/index.ts'
import { childrenOf as alarmsIn, readCompositeAlarm } from '../../../../judge/alarms/index.ts'
import { ok, type Result } from '../../../../model/index.ts'

type Names = Result<readonly string[], DeskTrouble>

/** Names in its rule; of a metric alarm, and of one that is not there, none. */
export async function childrenOf(desk: AlarmDesk, name: string): Promise<Names> {
  const found = await desk.find(name)
  return found.ok ? ok(found.value === undefined ? [] : namesIn(found.value.input)) : found
}

/** Composites whose rules name it. */
export async function parentsOf(desk: AlarmDesk, name: string): Promise<Names> {
  const named = await desk.parentsOf(name)
  if (!named.ok || named.value.length === 0) return named
  const found = await desk.list({ names: named.value, limit: named.value.length })
  if (!found.ok) return found
  return ok(found.value.alarms.filter(({ input }) => namesIn(input).includes(name)).map(one => one.name))
}

function namesIn(input: AlarmInput): readonly string[] {
  if (!('AlarmRule' in input)) return []
  const read = readCompositeAlarm(input, name => name)
  return read.ok ? [...new Set(alarmsIn(read.value.rule).map(nameOf))] : []
}

const nameOf = (nameOrArn: string): string =>
  /^arn:[^:]*:cloudwatch:[^:]*:\d{12}:alarm:(.+)$/s.exec(nameOrArn)?.[1] ?? nameOrArn
