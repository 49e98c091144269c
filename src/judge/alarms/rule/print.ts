/** A rule as text that reads back to itself. */
import type { RuleTree } from './tree.ts'

/** With only the brackets that it needs. */
export function printRule(rule: RuleTree): string {
  switch (rule.kind) {
    case 'constant':
      return rule.value ? 'TRUE' : 'FALSE'
    case 'state':
      return `${rule.state}(${printName(rule.alarm)})`
    case 'not':
      return `NOT ${inside(rule.of, ['and', 'or'])}`
    case 'and':
      return rule.of.map(one => inside(one, ['and', 'or'])).join(' AND ')
    case 'or':
      return rule.of.map(one => inside(one, ['or'])).join(' OR ')
    case 'at-least': {
      const least = 'percent' in rule.least ? `${rule.least.percent}%` : String(rule.least.count)
      const state = `${rule.negated ? 'NOT ' : ''}${rule.state}`
      return `AT_LEAST(${least}, ${state}, (${rule.alarms.map(printName).join(', ')}))`
    }
  }
}

const inside = (rule: RuleTree, bracketed: readonly RuleTree['kind'][]): string =>
  bracketed.includes(rule.kind) ? `(${printRule(rule)})` : printRule(rule)

const printName = (name: string): string => (/^[^\s(),"\\]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`)
