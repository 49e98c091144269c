/** How the cluster is: its control plane, its nodes against what their groups promised, and whatever is not as wished. */
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type {
  ApiCluster,
  ApiClusterNode,
  ApiClusterPod,
  ApiClusterStanding,
  ApiClusterWorkload,
  ApiNodeGroup,
} from '../../src/model/index.ts'
import { sayCluster } from '../cluster/say.ts'
import { Sign } from '../cluster/sign.tsx'
import { showCount, showDuration } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { type Catalogue, useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './overview.module.css'

/** Lines of what is not as wished; the Cluster page has all. */
const shown = 8

export function ClusterPart({ standing }: { readonly standing: UseQueryResult<ApiClusterStanding> }) {
  const words = useWords()
  const time = useTimeView()
  const { data } = standing
  return (
    <section className={classes.part} aria-label={words.overview.cluster}>
      <div className={classes.partHead}>
        <h2>{data?.cluster.name ? `${words.overview.cluster} ${data.cluster.name}` : words.overview.cluster}</h2>
        <Link {...paths.cluster({}, time)}>{words.overview.toCluster}</Link>
      </div>
      {standing.isError && (
        <Trouble inline message={explain(words, standing.error)} retry={() => void standing.refetch()} />
      )}
      {data ? <Standing standing={data} /> : !standing.isError && <Waiting rows={4} height={40} />}
    </section>
  )
}

function Standing({ standing }: { readonly standing: ApiClusterStanding }) {
  const words = useWords()
  const { zone } = useTime()
  const { cluster } = standing
  const { trouble } = cluster
  return (
    <>
      {cluster.state === 'away' && (
        <Trouble
          inline
          title={words.cluster.away}
          message={trouble ? sayCluster(words, trouble.said, zone, trouble.message) : words.cluster.awayHint}
        />
      )}
      <Figures cluster={cluster} />
      <Groups groups={cluster.groups} />
      <Unwell standing={standing} />
    </>
  )
}

function Figures({ cluster }: { readonly cluster: ApiCluster }) {
  const words = useWords()
  const time = useTimeView()
  const { controlPlane, nodes, pods } = cluster
  const failing = controlPlane?.checks.filter(({ passed }) => !passed) ?? []
  const all = pods.good + pods.waiting + pods.bad + pods.done
  return (
    <dl className={classes.figures}>
      <div data-bad={failing.length > 0 || undefined}>
        <dt>{words.overview.controlPlane}</dt>
        <dd>{controlPlane?.version ?? '–'}</dd>
        <dd className={classes.dim}>
          {controlPlane === null
            ? words.overview.controlPlaneSilent
            : failing.length > 0
              ? words.overview.controlPlaneUnwell(failing.map(({ name }) => name).join(', '))
              : words.overview.controlPlaneWell(showDuration(Math.max(1, controlPlane.tookMs), words.units))}
        </dd>
      </div>
      <div data-bad={nodes.ready < nodes.total || undefined}>
        <dt>{words.overview.nodes}</dt>
        <dd>
          <Link {...paths.cluster({ tab: 'nodes' }, time)}>{showCount(nodes.ready)}</Link>
        </dd>
        <dd className={classes.dim}>{words.overview.ofAll(showCount(nodes.total))}</dd>
      </div>
      <div data-bad={pods.bad > 0 || undefined}>
        <dt>{words.overview.pods}</dt>
        <dd>
          <Link {...paths.cluster({ tab: 'pods' }, time)}>{showCount(pods.bad)}</Link>
        </dd>
        <dd className={classes.dim}>{words.overview.ofAll(showCount(all))}</dd>
      </div>
    </dl>
  )
}

/** Node groups shown; a cluster with more of them has a page for that. */
const shownGroups = 4

function Groups({ groups }: { readonly groups: readonly ApiNodeGroup[] }) {
  const words = useWords()
  const time = useTimeView()
  const unwellFirst = groups.toSorted((one, other) => Number(other.tone !== 'good') - Number(one.tone !== 'good'))
  return (
    <ul className={classes.list}>
      {unwellFirst.slice(0, shownGroups).map(group => (
        <li key={group.name} className={classes.line}>
          <Sign tone={group.tone} />
          <Link {...paths.cluster({ show: 'groups' }, time)} className={classes.name}>
            {group.name}
          </Link>
          <span className={classes.dim}>{groupSaid(words, group)}</span>
        </li>
      ))}
    </ul>
  )
}

function groupSaid({ overview }: Catalogue, { ready, total, min, desired, max }: ApiNodeGroup): string {
  const told = (count: number | null) => (count === null ? '–' : showCount(count))
  return desired === null
    ? overview.groupUnknown(showCount(ready), showCount(total))
    : overview.group(showCount(ready), showCount(desired), overview.bounds(told(min), told(max)))
}

function Unwell({ standing }: { readonly standing: ApiClusterStanding }) {
  const words = useWords()
  const { nodes, workloads, pods, nodesLeftOut, workloadsLeftOut, podsLeftOut, cluster } = standing
  const rows = [
    ...nodes.map(node => <UnwellNode key={node.name} node={node} />),
    ...workloads.map(one => <UnwellWorkload key={`${one.kind}/${one.namespace}/${one.name}`} workload={one} />),
    ...pods.map(pod => <UnwellPod key={`Pod/${pod.namespace}/${pod.name}`} pod={pod} />),
  ]
  const more = rows.length - Math.min(rows.length, shown) + nodesLeftOut + workloadsLeftOut + podsLeftOut
  if (rows.length === 0)
    return cluster.state === 'seen' ? <p className={classes.dim}>{words.overview.unwellNone}</p> : null
  return (
    <>
      <h3>{words.overview.unwell}</h3>
      <ul className={classes.list}>{rows.slice(0, shown)}</ul>
      {more > 0 && <p className={classes.dim}>{words.overview.moreUnwell(showCount(more))}</p>}
    </>
  )
}

function UnwellNode({ node }: { readonly node: ApiClusterNode }) {
  const words = useWords()
  const { zone } = useTime()
  const time = useTimeView()
  return (
    <li>
      <div className={classes.line}>
        <Sign tone={node.tone} />
        <Link
          {...paths.cluster({ tab: 'nodes', object: { kind: 'Node', namespace: '', name: node.name } }, time)}
          className={classes.name}
        >
          {node.name}
        </Link>
        <span className={classes.dim}>{node.status}</span>
      </div>
      <Why why={node.why.map(said => sayCluster(words, said, zone))} />
    </li>
  )
}

function UnwellWorkload({ workload }: { readonly workload: ApiClusterWorkload }) {
  const words = useWords()
  const { zone } = useTime()
  const time = useTimeView()
  const { kind, namespace, name, desired, ready } = workload
  return (
    <li>
      <div className={classes.line}>
        <Sign tone={workload.tone} />
        <Link
          {...paths.cluster({ tab: 'workloads', object: { kind, namespace, name } }, time)}
          className={classes.name}
        >
          {namespace}/{name}
        </Link>
        <span className={classes.dim}>
          {workload.status} · {words.overview.workloadReady(showCount(ready), showCount(desired))}
        </span>
      </div>
      <Why why={workload.why.map(said => sayCluster(words, said, zone))} />
    </li>
  )
}

/** One of a workload that has all it wishes for, or of none. */
function UnwellPod({ pod }: { readonly pod: ApiClusterPod }) {
  const words = useWords()
  const { zone } = useTime()
  const time = useTimeView()
  const { namespace, name } = pod
  return (
    <li>
      <div className={classes.line}>
        <Sign tone={pod.tone} />
        <Link
          {...paths.cluster({ tab: 'pods', object: { kind: 'Pod', namespace, name } }, time)}
          className={classes.name}
        >
          {namespace}/{name}
        </Link>
        <span className={classes.dim}>{pod.status}</span>
      </div>
      <Why why={pod.why.map(said => sayCluster(words, said, zone))} />
    </li>
  )
}

const Why = ({ why }: { readonly why: readonly string[] }) =>
  why.length === 0 ? null : <p className={classes.dim}>{why.join(' · ')}</p>
