/** The same for a composite alarm together with those that it stands on. */
import { err, type Instant, instant, millis, ok, type Result } from '../../../model/index.ts'
import { type AlarmMemory, advance, newMemory } from '../actions/index.ts'
import { type ChildState, evaluateComposite } from '../composite.ts'
import { type Points, type PointsAt, pointsAt } from '../datapoint.ts'
import type { Alarm, CompositeAlarm, MetricAlarm, StateValue } from '../definition.ts'
import { stateOf } from '../metric.ts'
import { childrenOf, orderOf, parseRule, type RuleError, type RuleTree } from '../rule/index.ts'
import { evaluationStep } from '../schedule.ts'
import { instantsOf, type Range, type TooMany } from './instants.ts'
import { type Rehearsal, Report } from './report.ts'

export type RehearsedChild =
  | { readonly alarm: MetricAlarm; readonly points: Points | PointsAt }
  /** Of several series: what its state is at an instant. It is asked in the order of time. */
  | { readonly alarm: MetricAlarm; readonly judge: (held: StateValue, at: Instant) => StateValue }
  | { readonly alarm: CompositeAlarm }

export interface CompositeRehearsal extends Range {
  readonly alarm: CompositeAlarm
  /** All that the rule and the suppressor stand on, down to the metric alarms. */
  readonly children: readonly RehearsedChild[]
  /** Of all of them. */
  readonly initialState: StateValue
}

export type CompositeRehearsalError =
  | TooMany
  | { readonly code: 'rule'; readonly alarm: string; readonly error: RuleError }
  | { readonly code: 'ring'; readonly alarm: string }
  | { readonly code: 'unknown-child'; readonly alarm: string; readonly child: string }

export function rehearseComposite(asked: CompositeRehearsal): Result<Rehearsal, CompositeRehearsalError> {
  const { alarm, children, initialState, from, to } = asked
  const family = familyOf(alarm, children)
  if (!family.ok) return family
  const { metrics, composites, find } = family.value
  const step = Math.min(60_000, ...metrics.map(({ alarm: child }) => evaluationStep(child)))
  const instants = instantsOf({ from, to }, millis(step))
  if (!instants.ok) return instants
  const memories = new Map(
    [alarm, ...children.map(child => child.alarm)].map(({ name }) => [name, begun(initialState, from)]),
  )
  const memoryOf = (name: string): AlarmMemory => memories.get(name) ?? begun(initialState, from)
  const report = new Report(initialState, from)
  for (const at of instants.value) {
    report.evaluated()
    for (const { alarm: child, judge } of metrics) {
      if (at % evaluationStep(child) !== 0) continue
      const before = memoryOf(child.name)
      const state = judge(before.state, at)
      if (state !== before.state) memories.set(child.name, { ...before, state, transitionedAt: at })
    }
    for (const { composite, rule } of composites) {
      const found = evaluateComposite(rule, name => childOf(find(name), memories), memoryOf(composite.name).state)
      const suppressor = composite.suppressor && find(composite.suppressor.alarm)
      const suppressorInAlarm = suppressor && memoryOf(suppressor.name).state === 'ALARM'
      const { memory, transition, deeds } = advance(paging(composite), memoryOf(composite.name), found, {
        at,
        suppressorInAlarm,
      })
      memories.set(composite.name, memory)
      if (composite.name !== alarm.name) continue
      if (transition !== undefined) report.changed(at, transition.to, transition.reason)
      if (deeds.length > 0) report.paged(at)
    }
  }
  return ok(report.done(to))
}

interface Family {
  readonly metrics: readonly {
    readonly alarm: MetricAlarm
    readonly judge: (held: StateValue, at: Instant) => StateValue
  }[]
  /** Those that can be evaluated before those that stand on them. */
  readonly composites: readonly { readonly composite: CompositeAlarm; readonly rule: RuleTree }[]
  readonly find: (nameOrArn: string) => Alarm | undefined
}

function familyOf(root: CompositeAlarm, children: readonly RehearsedChild[]): Result<Family, CompositeRehearsalError> {
  const all: readonly Alarm[] = [...children.map(child => child.alarm), root]
  const known = new Map<string, Alarm>(
    all.flatMap(
      alarm =>
        [
          [alarm.arn, alarm],
          [alarm.name, alarm],
        ] as const,
    ),
  )
  const rules = new Map<string, { composite: CompositeAlarm; rule: RuleTree }>()
  const graph = new Map<string, string[]>()
  for (const composite of all) {
    if (composite.kind !== 'composite') continue
    const rule = parseRule(composite.rule)
    if (!rule.ok) return err({ code: 'rule', alarm: composite.name, error: rule.error })
    const named = [...childrenOf(rule.value), ...(composite.suppressor ? [composite.suppressor.alarm] : [])]
    const unknown = named.find(name => !known.has(name))
    if (unknown !== undefined) return err({ code: 'unknown-child', alarm: composite.name, child: unknown })
    rules.set(composite.name, { composite, rule: rule.value })
    graph.set(
      composite.name,
      named.map(name => known.get(name)?.name ?? name),
    )
  }
  const { order, ringed } = orderOf(graph)
  const [stuck] = ringed
  if (stuck !== undefined) return err({ code: 'ring', alarm: stuck })
  return ok({
    metrics: children.flatMap(judged),
    composites: order.flatMap(name => rules.get(name) ?? []),
    find: nameOrArn => known.get(nameOrArn),
  })
}

function judged(child: RehearsedChild): Family['metrics'] {
  if ('judge' in child) return [child]
  if (!('points' in child)) return []
  const { alarm, points } = child
  const known = pointsAt(points)
  return [{ alarm, judge: (held, at) => stateOf(alarm, known(at), held, at) }]
}

function childOf(alarm: Alarm | undefined, memories: ReadonlyMap<string, AlarmMemory>): ChildState | undefined {
  const memory = alarm && memories.get(alarm.name)
  return alarm && memory && { arn: alarm.arn, state: memory.state, transitionedAt: memory.transitionedAt }
}

const begun = (state: StateValue, at: Instant): AlarmMemory => ({ ...newMemory(instant(at)), state, told: state })

/** Pages are counted whatever the actions are. */
const paging = (alarm: CompositeAlarm): CompositeAlarm => ({
  ...alarm,
  actionsEnabled: true,
  actions: { OK: [], INSUFFICIENT_DATA: [], ALARM: ['page'] },
})
