/** The door of composite rules: text to tree and back, truth, and who stands on whom. */
export { type AlarmGraph, type AlarmOrder, orderOf, ringOf } from './cycles.ts'
export { parseRule, type RuleError } from './parse.ts'
export { printRule } from './print.ts'
export { type AtLeast, childrenOf, type RuleTree } from './tree.ts'
export { isTrue } from './truth.ts'
