/** What the cluster said of the object, the last first; older words are log lines. */
import { Link } from '@tanstack/react-router'
import type { ApiClusterObject } from '../../../src/model/index.ts'
import { insightsGroup } from '../../../src/model/kubernetes/index.ts'
import { showCount, showDuration, showMoment } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { useTime } from '../../time/index.ts'
import { Sign } from '../sign.tsx'
import classes from './drawer.module.css'

export function Events({
  object,
  cluster,
  at,
}: {
  readonly object: ApiClusterObject
  readonly cluster: string
  readonly at: number | undefined
}) {
  const words = useWords()
  const { drawer } = words.cluster
  const { zone } = useTime()
  const time = useTimeView()
  const now = at ?? Date.now()
  // The present is what the cluster says, whatever the clock of this machine makes of it.
  const events = at === undefined ? object.events : object.events.filter(event => event.at <= at)
  const lines = paths.logs(
    { groups: [insightsGroup(cluster, 'events')], filters: [], pattern: JSON.stringify(object.name) },
    time,
  )
  return (
    <>
      {events.length === 0 && <p>{drawer.noEvents}</p>}
      <ol className={classes.events}>
        {events.map((event, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no name of their own here
          <li key={place}>
            <Sign tone={event.type === 'Warning' ? 'bad' : 'good'} />
            <strong>{event.reason}</strong>
            {event.count > 1 && <span> ×{showCount(event.count)}</span>}
            <time title={showMoment(event.at, zone)}>
              {words.streams.ago(showDuration(Math.max(1_000, now - event.at), words.units))}
            </time>
            <p>{event.message}</p>
          </li>
        ))}
      </ol>
      <p className={classes.dim}>
        {drawer.eventsHint}{' '}
        <Link {...lines} className={classes.link}>
          {drawer.eventLines}
        </Link>
      </p>
    </>
  )
}
