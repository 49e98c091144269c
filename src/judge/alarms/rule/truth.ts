/** Is a rule true? */
import type { StateValue } from '../definition.ts'
import type { RuleTree } from './tree.ts'

/** `stateOf` says undefined for an alarm that is not there: it is in no state. */
export function isTrue(rule: RuleTree, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value
    case 'state':
      return stateOf(rule.alarm) === rule.state
    case 'not':
      return !isTrue(rule.of, stateOf)
    case 'and':
      return rule.of.every(one => isTrue(one, stateOf))
    case 'or':
      return rule.of.some(one => isTrue(one, stateOf))
    case 'at-least': {
      const met = rule.alarms.filter(alarm => (stateOf(alarm) === rule.state) !== rule.negated).length
      return 'percent' in rule.least ? met * 100 >= rule.least.percent * rule.alarms.length : met >= rule.least.count
    }
  }
}
