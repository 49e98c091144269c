/** The language of metric math: text to tree, what its functions take, which type comes out. Runs in the server and in the browser. */
export { type MathFunction, type MathGroup, mathFunction, mathFunctions, refusedFunctions } from './catalogue.ts'
export { anyScope, type CheckedMath, checkMath, checkTree, isPeriod, type MathScope } from './check.ts'
export { parseMath } from './parse.ts'
export { printMath } from './print.ts'
export type { Gives, Parameter, Signature } from './signature.ts'
export { isStatistic } from './statistic.ts'
