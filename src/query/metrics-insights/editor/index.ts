/** What an editor needs of Metrics Insights beside errors: a tolerant syntax tree with its colours, and completion. Only for the browser. */
export {
  type InsightsCompletion,
  type InsightsCompletions,
  type InsightsKnowledge,
  insightsCompletionsAt,
  insightsDocs,
} from './complete.ts'
export { highlighting as insightsHighlighting } from './highlight.ts'
export { parser as metricsInsightsParser } from './metrics-insights.grammar.js'
