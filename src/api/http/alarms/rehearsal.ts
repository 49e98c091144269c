/** When an alarm would have fired, and what would have fired as often as wished. Readers may ask: nothing is sent, nothing kept. */
import { childrenOf, readCompositeAlarm } from '../../../judge/alarms/index.ts'
import { limits } from '../../../limits.ts'
import { type ApiAlarmInput, type ApiAlarmSuggestions, type ApiRehearsal, ok } from '../../../model/index.ts'
import type { AlarmPorts, AlarmRoutes } from '../alarm-ports.ts'
import { answer, asks, goneSignal, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import type { Asked } from '../trouble.ts'
import { rehearsalShape } from './shapes.ts'
import { deskTrouble, rehearsalTrouble } from './trouble.ts'

export const rehearsalRoutes: AlarmRoutes = (app, ports) => {
  app.post('/api/alarms/rehearse', asks, async (request, reply) => {
    const asked = readShape(rehearsalShape, request.body)
    return asked.ok
      ? answer(reply, await rehearse(ports, asked.value, goneSignal(request, reply)))
      : refuse(reply, asked.error)
  })
  app.post('/api/alarms/suggest', asks, async (request, reply) => {
    const asked = readShape(rehearsalShape, request.body)
    return asked.ok
      ? answer(reply, await suggest(ports, asked.value, goneSignal(request, reply)))
      : refuse(reply, asked.error)
  })
}

type Question = ReturnType<typeof rehearsalShape.parse>

async function rehearse(ports: AlarmPorts, asked: Question, signal: AbortSignal): Promise<Asked<ApiRehearsal>> {
  const family = asked.children === undefined ? await familyOf(ports, asked.alarm) : ok(undefined)
  if (!family.ok) return family
  const whole = family.value === undefined ? asked : { ...asked, children: family.value }
  const rehearsed = await ports.desk.rehearse(whole, signal)
  return rehearsed.ok ? ok(rehearsed.value) : rehearsalTrouble(rehearsed.error)
}

async function suggest(
  { desk }: AlarmPorts,
  asked: Question,
  signal: AbortSignal,
): Promise<Asked<ApiAlarmSuggestions>> {
  const found = await desk.suggest(asked, signal)
  if (!found.ok) return rehearsalTrouble(found.error)
  return ok({
    suggestions: found.value.map(({ threshold, periods, toAlarm, pagesPerWeek, longest }) => ({
      ...{ threshold, periods, toAlarm, pagesPerWeek, longest },
    })),
  })
}

/**
 * A composite that comes without children is rehearsed with the alarms that are there: all that it stands on, down to the metric alarms.
 * Undefined: it is none, or its rule cannot be read, which the desk says.
 */
async function familyOf(
  { desk }: AlarmPorts,
  root: ApiAlarmInput,
): Promise<Asked<readonly ApiAlarmInput[] | undefined>> {
  const named = namedBy(root)
  if (named === undefined) return ok(undefined)
  const found = new Map<string, ApiAlarmInput>()
  const waiting = [...named]
  const seen = new Set<unknown>([root.AlarmName])
  for (let at = 0; at < waiting.length && found.size < limits.rehearsedChildren; at++) {
    const name = waiting[at] ?? ''
    if (seen.has(name)) continue
    seen.add(name)
    const child = await desk.find(name)
    if (!child.ok) return deskTrouble(child.error)
    if (child.value === undefined) continue
    found.set(name, child.value.input)
    waiting.push(...(namedBy(child.value.input) ?? []))
  }
  return ok([...found.values()])
}

/** Names in the rule of a composite, and of what suppresses it. Undefined: it is none. */
function namedBy(input: ApiAlarmInput): readonly string[] | undefined {
  if (!('AlarmRule' in input)) return undefined
  const read = readCompositeAlarm(input, name => name)
  if (!read.ok) return undefined
  const { suppressor } = read.value.alarm
  const named = [...childrenOf(read.value.rule), ...(suppressor === undefined ? [] : [suppressor.alarm])]
  return named.map(nameOf)
}

const nameOf = (nameOrArn: string): string =>
  /^arn:[^:]*:cloudwatch:[^:]*:\d{12}:alarm:(.+)$/s.exec(nameOrArn)?.[1] ?? nameOrArn
