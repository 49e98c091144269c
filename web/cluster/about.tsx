/** How the cluster is, in one line; and what of it cannot be seen, with what would help. */
import type { ApiCluster, ApiKindSight } from '../../src/model/index.ts'
import { showCount } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { Command, Trouble } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './cluster.module.css'
import { sayCluster } from './say.ts'

export function About({ cluster }: { readonly cluster: ApiCluster }) {
  const { cluster: words } = useWords()
  const sum = (counts: ApiCluster['pods']) => counts.good + counts.waiting + counts.bad + counts.done
  const facts = [
    ...(cluster.controlPlane ? [words.controlPlane(cluster.controlPlane.version)] : []),
    words.nodesReady(showCount(cluster.nodes.ready), showCount(cluster.nodes.total)),
    words.workloadsBad(showCount(cluster.workloads.bad), showCount(sum(cluster.workloads))),
    words.podsBad(showCount(cluster.pods.bad), showCount(sum(cluster.pods))),
  ]
  return <p className={classes.facts}>{facts.join(' · ')}</p>
}

/** Nothing where all is seen. */
export function Unseen({ cluster }: { readonly cluster: ApiCluster }) {
  const all = useWords()
  const words = all.cluster
  const { zone } = useTime()
  if (cluster.state === 'away') {
    const { trouble } = cluster
    const said = trouble ? sayCluster(all, trouble.said, zone, trouble.message) : ''
    return <Trouble inline title={words.away} message={`${said} ${words.awayHint}`.trim()} />
  }
  const lines = cluster.kinds.flatMap(kind => [
    ...(kind.said ? [`${kind.kind}: ${sayCluster(all, kind.said, zone)}`] : []),
    ...(kind.leftOut > 0 ? [words.leftOut(kind.kind, showCount(kind.leftOut))] : []),
  ])
  if (lines.length === 0) return null
  const rule = ruleFor(cluster.kinds)
  return (
    <details className={classes.unseen}>
      <summary>
        {words.partial} ({showCount(lines.length)})
      </summary>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {rule !== '' && (
        <>
          <p>{words.rule}</p>
          <Command text={rule} />
        </>
      )}
    </details>
  )
}

/** As it stands in a ClusterRole. */
function ruleFor(kinds: readonly ApiKindSight[]): string {
  const denied = kinds.flatMap(({ said }) => (said?.code === 'cluster-may-not' ? [said.values] : []))
  return [...Map.groupBy(denied, ({ group }) => String(group))]
    .map(([group, some]) => {
      const resources = some.map(({ resource }) => JSON.stringify(String(resource))).join(', ')
      return `- apiGroups: [${JSON.stringify(group)}]\n  resources: [${resources}]\n  verbs: ["get", "list", "watch"]`
    })
    .join('\n')
}
