/** The language of Logs Insights: text to tree, what its words mean, what may stand where. Runs in the server and in the browser. */
export {
  aggregateFunction,
  aggregateFunctions,
  type FunctionEntry,
  type FunctionGroup,
  scalarFunction,
  scalarFunctions,
} from './catalogue.ts'
export { type CommandEntry, commandNames, commands } from './catalogue-commands.ts'
export { type CheckOptions, checkInsights, parseInsights } from './compile.ts'
export { expandSaved, type SavedQuery } from './expand-saved.ts'
export { printExpression, printQuery } from './print.ts'
export type { Parameter, Signature, ValueKind } from './signature.ts'
export { namesItsSource } from './source.ts'
