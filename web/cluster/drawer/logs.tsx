/** What it said last: the newest lines of its pods in the shared time range, and the way to all of them. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiClusterObject, ApiLogEvent, ApiPodSelector } from '../../../src/model/index.ts'
import { searchLogs } from '../../api/index.ts'
import { showCount, showExactTime, showLineTime } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { summarize } from '../../logs/line/index.ts'
import { paths } from '../../paths.ts'
import { explainCode, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { useClusterName } from '../queries.ts'
import { hasPods } from '../workloads.ts'
import classes from './drawer.module.css'

class Refused extends Error {}

export function Logs({ object: { kind, namespace, name } }: { readonly object: ApiClusterObject }) {
  const words = useWords()
  const { drawer } = words.cluster
  const { resolved, zone } = useTime()
  const time = useTimeView()
  const cluster = useClusterName()
  const pods: ApiPodSelector = { ...(cluster === undefined ? {} : { cluster }), namespace, workload: `${kind}/${name}` }
  const { from, to } = resolved
  const isSpeaking = hasPods(kind)
  const found = useQuery({
    queryKey: ['facets', 'cluster-logs', pods, from, to],
    queryFn: async ({ signal }) => {
      const lines: ApiLogEvent[] = []
      const asked = { groups: [], pods, from, to, order: 'newest', limit: pageLimits.drawerLines } as const
      for await (const line of searchLogs(asked, signal)) {
        if (line.type === 'events') lines.push(...line.events)
        if (line.type === 'error')
          throw new Refused(explainCode(words, line.error.code, line.error.message, line.error.said))
      }
      return lines
    },
    enabled: isSpeaking,
    retry: false,
  })
  if (!isSpeaking) return <Nothing title={drawer.noLogs} />
  const link = (
    <Link {...paths.logs({ pods }, time)} className={classes.link}>
      {drawer.openLogs}
    </Link>
  )
  if (found.isError && !found.data) return <Trouble message={found.error.message} retry={() => void found.refetch()} />
  if (!found.data) return <Waiting rows={10} />
  if (found.data.length === 0) return <Nothing title={drawer.noLines}>{link}</Nothing>
  return (
    <div>
      <p className={classes.dim}>
        {drawer.newestLines(showCount(found.data.length))} {link}
      </p>
      <ol className={classes.lines}>
        {found.data.map(line => (
          <li key={line.id} data-level={line.level}>
            <time title={showExactTime(line.timestamp, zone)}>{showLineTime(line.timestamp, zone).slice(6, 14)}</time>{' '}
            {kind !== 'Pod' && line.pod !== '' && <b>{line.pod} </b>}
            {spoken(line.message)}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** The sentence of the line: out of the record that its container's log is wrapped in, and out of the JSON that the program wrote. */
function spoken(message: string): string {
  const log = summarize(message)?.said || message
  return summarize(log)?.said || log
}
