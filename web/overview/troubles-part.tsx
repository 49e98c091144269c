/** What went wrong in the range: restarts, OOM kills, failed pulls, evictions and their like, by workload; each line leads to its evidence. */
import { Link } from '@tanstack/react-router'
import type { ApiClusterTroubleCount, ApiClusterTroubles, ApiTroubleKind } from '../../src/model/index.ts'
import { Ago } from '../alarms/ago.tsx'
import { showCount, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './overview.module.css'
import { useTroubles } from './queries.ts'

/** Lines shown. */
const shown = 10
/** These are told also where there were none: it is what people ask for. */
const always: readonly ApiTroubleKind[] = ['restart', 'oom-kill', 'pull-failed', 'evicted']

export function TroublesPart() {
  const words = useWords()
  const time = useTimeView()
  const found = useTroubles()
  const data = found.data?.value
  return (
    <section className={classes.part} aria-label={words.overview.troubles} aria-busy={found.isFetching}>
      <div className={classes.partHead}>
        <h2>{words.overview.troubles}</h2>
        {data && <Link {...paths.logs({ groups: [data.eventsGroup] }, time)}>{words.overview.events}</Link>}
      </div>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      {data ? <Told troubles={data} /> : !found.isError && <Waiting rows={4} height={34} />}
    </section>
  )
}

function Told({ troubles: { troubles, totals, leftOut, eventsGroup } }: { readonly troubles: ApiClusterTroubles }) {
  const words = useWords()
  const kinds = (Object.keys(words.overview.troubleKinds) as ApiTroubleKind[]).filter(
    kind => always.includes(kind) || totals[kind] > 0,
  )
  const more = leftOut + Math.max(0, troubles.length - shown)
  return (
    <>
      <dl className={classes.counts}>
        {kinds.map(kind => (
          <div key={kind} data-bad={totals[kind] > 0 || undefined}>
            <dt>{words.overview.troubleKinds[kind]}</dt>
            <dd>{showCount(totals[kind])}</dd>
          </div>
        ))}
      </dl>
      {troubles.length === 0 ? (
        <p className={classes.dim}>{words.overview.troublesNone}</p>
      ) : (
        <ul className={classes.list}>
          {troubles.slice(0, shown).map(one => (
            <Line key={`${one.kind} ${one.namespace}/${one.workload}`} trouble={one} eventsGroup={eventsGroup} />
          ))}
        </ul>
      )}
      {more > 0 && <p className={classes.dim}>{words.overview.troublesLeft(showCount(more))}</p>}
    </>
  )
}

/** Ends of containers are told by their pods; everything else by the events. */
const byEvents: Readonly<Partial<Record<ApiTroubleKind, readonly string[]>>> = {
  'pull-failed': ['Failed'],
  evicted: ['Evicted', 'TaintManagerEviction', 'Preempted'],
  unscheduled: ['FailedScheduling'],
  'probe-failed': ['Unhealthy'],
  'volume-failed': ['FailedMount', 'FailedAttachVolume'],
}

function Line({ trouble, eventsGroup }: { readonly trouble: ApiClusterTroubleCount; readonly eventsGroup: string }) {
  const words = useWords()
  const time = useTimeView()
  const { zone } = useTime()
  const { kind, namespace, workload, count, last, pods, podCount } = trouble
  const reasons = byEvents[kind]
  const [pod] = pods
  const place =
    reasons === undefined
      ? paths.cluster({ tab: 'pods', object: { kind: 'Pod', namespace, name: pod ?? workload } }, time)
      : paths.logs({ groups: [eventsGroup], pattern: patternOf(reasons, workload) }, time)
  return (
    <li className={classes.line}>
      <span className={classes.count}>{showCount(count)} ×</span>
      <Link {...place} className={classes.name} title={pods.join(', ')}>
        {words.overview.troubleKinds[kind]} · {namespace === '' ? workload : `${namespace}/${workload}`}
      </Link>
      {podCount > 1 && <span className={classes.dim}>{words.overview.troubleOn(podCount, showCount(podCount))}</span>}
      <span className={classes.since} title={showExactTime(last, zone)}>
        <Ago at={last} />
      </span>
    </li>
  )
}

/** A filter pattern for events of these reasons whose object's name begins so. */
function patternOf(reasons: readonly string[], workload: string): string {
  const reason = reasons.map(one => `$.reason = "${one}"`).join(' || ')
  return `{ (${reason}) && $.object.name = "${workload.replaceAll('"', '')}*" }`
}
