/** The rule of a composite alarm as a tree. */
import type { StateValue } from '../definition.ts'

export type RuleTree =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: RuleTree }
  | { readonly kind: 'and' | 'or'; readonly of: readonly RuleTree[] }
  | AtLeast

/** How many, or how many of a hundred, of some alarms are in a state (or are not). */
export interface AtLeast {
  readonly kind: 'at-least'
  readonly least: { readonly count: number } | { readonly percent: number }
  readonly state: StateValue
  readonly negated: boolean
  readonly alarms: readonly string[]
}

/** Names or ARNs that a rule speaks of, each once, in order. */
export function childrenOf(rule: RuleTree): string[] {
  return [...new Set(mentions(rule))]
}

function mentions(rule: RuleTree): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return []
    case 'state':
      return [rule.alarm]
    case 'not':
      return mentions(rule.of)
    case 'and':
    case 'or':
      return rule.of.flatMap(mentions)
    case 'at-least':
      return rule.alarms
  }
}
