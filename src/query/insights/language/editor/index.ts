/** What an editor needs of the language beside errors: a tolerant syntax tree with its colours, and completion. Only for the browser. */
export { type Completion, type CompletionKnowledge, type Completions, completionsAt } from './complete.ts'
export { highlighting } from './highlight.ts'
export { parser as insightsParser } from './insights.grammar.js'
