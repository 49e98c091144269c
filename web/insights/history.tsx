/** What was asked in the last days: a click opens the kept answer, or asks it again. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ApiQueryRun } from '../../src/model/index.ts'
import { getRuns, orThrow } from '../api/index.ts'
import { showExactTime, showStretch } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime, zoomTo } from '../time/index.ts'
import classes from './saved/saved.module.css'
import type { ChangeInsights } from './use-insights.ts'
import { asking, type InsightsView } from './view.ts'

export interface HistoryProps {
  readonly view: InsightsView
  readonly change: ChangeInsights
  readonly close: () => void
}

export function History({ view, change, close }: HistoryProps) {
  const words = useWords()
  const time = useTime()
  const runs = useQuery({
    queryKey: ['query-runs'],
    queryFn: ({ signal }) => orThrow(getRuns(pageLimits.queryRuns, signal)),
    staleTime: 0,
  })
  if (runs.isError) return <Trouble message={explain(words, runs.error)} retry={() => void runs.refetch()} />
  if (!runs.data) return <Waiting rows={8} height={60} />
  if (runs.data.length === 0) return <Nothing title={words.insights.historyEmpty} />
  const open = (run: ApiQueryRun, kept: boolean) => {
    close()
    change(
      before => ({ ...asking(before, run.query, run.groups), run: kept ? run.id : undefined }),
      'push',
      kept ? zoomTo(run.from, run.to + 1) : undefined,
    )
  }
  return (
    <ul className={classes.list}>
      {runs.data.map(run => (
        <li key={run.id} className={classes.run} data-open={view.run === run.id || undefined}>
          <div className={classes.runHead}>
            <span title={showExactTime(run.createdAt, time.zone)}>
              {showExactTime(run.createdAt, time.zone).slice(0, 19)}
            </span>
            <span data-status={run.status}>{words.insights.statuses[run.status]}</span>
          </div>
          <pre className={classes.runText}>{run.query}</pre>
          <div className={classes.runHead}>
            <span>
              {run.groups.join(', ')} · {showStretch(run.from, run.to, time.zone)}
            </span>
          </div>
          {run.message !== undefined && <div className={classes.runHead}>{run.message}</div>}
          <div className={classes.ways}>
            {run.status === 'Complete' && (
              <Button variant="default" size="compact-xs" onClick={() => open(run, true)}>
                {words.insights.openAnswer}
              </Button>
            )}
            <Button variant="subtle" size="compact-xs" onClick={() => open(run, false)}>
              {words.insights.askAgain}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
