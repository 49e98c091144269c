/** `mangru decide composite-alarm`: a composite alarm from the states of its children, at one moment or at several in a row. */
import { z } from 'zod'
import {
  type AlarmMemory,
  advance,
  type ChildState,
  type CompositeAlarm,
  evaluateComposite,
  type RuleTree,
  readCompositeAlarm,
  suppressedBy,
} from '../../judge/alarms/index.ts'
import { type Instant, instant, ok } from '../../model/index.ts'
import { timeInput } from '../../query/metric-math/data/index.ts'
import { inputSchema, stateSchema, told } from './alarm-words.ts'
import { arnOf, type Decider, readCase, wrong } from './decider.ts'

const childSchema = z.union([
  stateSchema.transform(state => ({ state, since: undefined, unchecked: undefined })),
  z.strictObject({ state: stateSchema, since: timeInput.optional(), unchecked: z.boolean().optional() }),
])
const moment = {
  children: z.record(z.string(), childSchema).optional(),
  suppressor: stateSchema.optional(),
  now: timeInput,
}
const schema = z.strictObject({
  alarm: inputSchema,
  ...moment,
  state: stateSchema.default('INSUFFICIENT_DATA'),
  told: stateSchema.optional(),
  later: z.array(z.strictObject(moment)).optional(),
})
type CompositeCase = z.output<typeof schema>
type Children = ReadonlyMap<string, ChildState>

export const compositeAlarmDecider: Decider = {
  name: 'composite-alarm',
  en: 'a composite alarm: PutCompositeAlarm input, the states of its children and of its suppressor, a time',
  ko: '복합 경보: PutCompositeAlarm 입력, 자식들과 억제 경보의 상태, 시각',
  example: {
    alarm: {
      ...{ AlarmName: 'service', AlarmRule: 'ALARM(errors) AND NOT ALARM(deploying)' },
      ...{ ActionsSuppressor: 'window', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 120 },
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
    },
    children: { errors: { state: 'ALARM', since: 1_768_903_380 }, deploying: 'OK' },
    ...{ suppressor: 'OK', state: 'OK', now: 1_768_903_380 },
    later: [{ now: 1_768_903_440 }],
  },
  decide(json) {
    const given = readCase(schema, json)
    if (!given.ok) return given
    const read = readCompositeAlarm(given.value.alarm, arnOf)
    if (!read.ok) return wrong('alarm', read.error.message)
    const { later } = given.value
    const moments = [given.value, ...(later ?? [])]
    const early = moments.findIndex(({ now }, at) => at > 0 && now < (moments[at - 1]?.now ?? now))
    if (early > 0) return wrong(`later.${early - 1}.now`, 'is before the moment that it follows')
    const answers = answersTo(read.value.alarm, read.value.rule, given.value, moments)
    return ok(later === undefined ? answers[0] : { ...answers[0], later: answers.slice(1) })
  },
}

/** What a moment does not say stays as it was. */
function answersTo(
  alarm: CompositeAlarm,
  rule: RuleTree,
  { state, told: heard = state, now }: CompositeCase,
  moments: readonly Pick<CompositeCase, 'now' | 'children' | 'suppressor'>[],
) {
  const begun = instant(now * 1_000)
  let memory: AlarmMemory = {
    ...{ state, reason: '', reasonData: '', updatedAt: begun, transitionedAt: begun, told: heard },
    ...(heard !== state && { owed: 'mute' as const }),
  }
  let known: Children = new Map()
  let suppressor: CompositeCase['suppressor']
  return moments.map(({ now: seconds, children, suppressor: told_ }) => {
    const at = instant(seconds * 1_000)
    known = childrenAt(known, children, at)
    suppressor = told_ ?? suppressor ?? known.get(nameOf(alarm.suppressor?.alarm ?? ''))?.state
    const found = evaluateComposite(rule, child => known.get(nameOf(child)), memory.state)
    const suppressorInAlarm = alarm.suppressor && suppressor !== undefined ? suppressor === 'ALARM' : undefined
    const progress = advance(alarm, memory, found, { at, suppressorInAlarm })
    memory = progress.memory
    const held = memory.suppression && suppressedBy(memory.suppression)
    const { state: now_, changed, actions } = told(progress)
    return {
      ...{ state: now_, reason: found.reason, reasonData: found.reasonData, at: seconds, changed, actions },
      ...(held !== undefined && { actionsSuppressedBy: held }),
    }
  })
}

/** A name, whether the rule says it or its ARN. */
const nameOf = (alarm: string): string => alarm.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '')

function childrenAt(before: Children, children: CompositeCase['children'], at: Instant): Children {
  const after = new Map(before)
  for (const [key, { state, since, unchecked }] of Object.entries(children ?? {})) {
    const name = nameOf(key)
    const known = before.get(name)
    const entered = since === undefined ? (known?.state === state ? known.transitionedAt : at) : instant(since * 1_000)
    after.set(name, { arn: arnOf(name), state, transitionedAt: entered, ...(unchecked && { unchecked }) })
  }
  return after
}
