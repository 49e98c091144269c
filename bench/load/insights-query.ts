/** One query of Logs Insights, asked as a client does: started, then asked for in short steps until it is complete. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type LogsClient, mustCall } from '../wire/index.ts'
import { group } from './fill.ts'

export interface Asked {
  /** Milliseconds until it was complete, and until the first rows came. */
  readonly ms: number
  readonly firstRows: number
  readonly rows: number
  readonly scanned: number
}

/** Of the group that `fill` fills. */
export async function insightsQuery(client: LogsClient, queryString: string, from: number, to: number): Promise<Asked> {
  const began = performance.now()
  const { queryId } = await mustCall(client, 'StartQuery', {
    logGroupName: group,
    startTime: Math.floor(from / 1_000),
    endTime: Math.floor(to / 1_000),
    queryString,
  })
  let firstRows = 0
  for (;;) {
    const answer = await mustCall(client, 'GetQueryResults', { queryId })
    const rows = (answer.results as readonly unknown[]).length
    const now = performance.now() - began
    if (rows > 0 && firstRows === 0) firstRows = now
    if (answer.status === 'Complete') {
      const { recordsScanned } = answer.statistics as { readonly recordsScanned: number }
      return { ms: now, firstRows, rows, scanned: recordsScanned }
    }
    if (answer.status !== 'Running' && answer.status !== 'Scheduled') throw new Error(`the query is ${answer.status}`)
    await sleep(5)
  }
}
