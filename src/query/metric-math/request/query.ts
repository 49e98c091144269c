/** What one call asks for: metrics and expressions, each under its id. */

export type MathQuery =
  | { readonly kind: 'metric'; readonly id: string /** Seconds. */; readonly period: number }
  | {
      readonly kind: 'expression'
      readonly id: string
      /** Metric math or Metrics Insights. */
      readonly text: string
      /** Seconds; needed by Metrics Insights, and by searches that name none. */
      readonly period: number | null
      /** Its result is handed out. */
      readonly returned: boolean
    }

export const queryId = /^[a-z][a-zA-Z0-9_]*$/
