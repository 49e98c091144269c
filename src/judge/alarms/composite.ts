/** Decides a composite alarm from the states of those it stands on. */
import type { Instant } from '../../model/index.ts'
import type { StateValue } from './definition.ts'
import { printDataTime, printLongTime } from './reason/index.ts'
import { childrenOf, isTrue, type RuleTree } from './rule/index.ts'

export interface ChildState {
  readonly arn: string
  readonly state: StateValue
  readonly transitionedAt: Instant
  /** Created, but never evaluated yet. */
  readonly unchecked?: boolean
}

export interface CompositeEvaluation {
  readonly state: StateValue
  readonly reason: string
  readonly reasonData: string
}

/** `childOf` says undefined for an alarm that is not there (any more). By name or ARN, as the rule has it. */
export function evaluateComposite(
  rule: RuleTree,
  childOf: (alarm: string) => ChildState | undefined,
  held: StateValue,
): CompositeEvaluation {
  const children = childrenOf(rule).flatMap(alarm => childOf(alarm) ?? [])
  // Only at creation: later children that are new just are in INSUFFICIENT_DATA.
  const waits = held === 'INSUFFICIENT_DATA' && children.some(({ unchecked }) => unchecked === true)
  const state = waits ? held : isTrue(rule, alarm => childOf(alarm)?.state) ? 'ALARM' : 'OK'
  const latest = latestOf(children)
  return { state, reason: reason(latest, state), reasonData: reasonData(latest) }
}

/** Those whose change came last: several when they changed at once. */
function latestOf(children: readonly ChildState[]): readonly ChildState[] {
  const last = Math.max(...children.map(({ transitionedAt }) => transitionedAt))
  return children.filter(({ transitionedAt }) => transitionedAt === last)
}

function reason([first]: readonly ChildState[], state: StateValue): string {
  if (first === undefined)
    return `The rule is ${state === 'ALARM' ? 'true' : 'false'} and names no alarm that is there.`
  return `${first.arn} transitioned to ${first.state} at ${printLongTime(first.transitionedAt)}`
}

const reasonData = (children: readonly ChildState[]): string =>
  JSON.stringify({
    triggeringAlarms: children.map(({ arn, state, transitionedAt }) => ({
      arn,
      state: { value: state, timestamp: printDataTime(transitionedAt) },
    })),
  })
