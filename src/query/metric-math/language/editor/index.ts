/** What an editor needs of the language beside errors: a tolerant syntax tree with its colours, and completion. Only for the browser. */
export { type MathCompletion, type MathCompletions, type MathKnowledge, mathCompletionsAt } from './complete.ts'
export { highlighting as mathHighlighting } from './highlight.ts'
export { parser as metricMathParser } from './metric-math.grammar.js'
