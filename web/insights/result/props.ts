/** What every way of showing an answer is handed. */
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { Query } from '../../../src/query/insights/index.ts'
import type { ChangeInsights } from '../use-insights.ts'
import type { InsightsView } from '../view.ts'

export interface ResultProps {
  readonly view: InsightsView
  readonly change: ChangeInsights
  readonly answer: ApiQueryAnswer
  /** The tree of the text that was run; undefined when it is not known. */
  readonly query: Query | undefined
  /** From an earlier moment: a newer one is on its way. */
  readonly stale: boolean
  /** Notices that stand below the editor already. */
  readonly told: readonly string[]
  /** Asks another query, shown in the editor too. */
  readonly ask: (text: string) => void
}
