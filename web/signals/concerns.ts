/** Which questions a change of a kind makes old: read from the keys that their answers are kept by. Pure. */
import type { KindName } from '../../src/model/kubernetes/index.ts'

const workloads: readonly KindName[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ReplicaSet', 'Job']
const counted: readonly KindName[] = ['Node', 'Pod', ...workloads]
/** Nodes tell of their pods too. */
const lists: Readonly<Record<string, readonly KindName[]>> = {
  nodes: ['Node', 'Pod'],
  pods: ['Pod'],
  events: ['Event'],
  workloads,
}

/** With any object what is said of it is told, what it owns and what is behind it. */
const toldWith: readonly KindName[] = ['Event', 'EndpointSlice', 'HorizontalPodAutoscaler', ...counted]

/**
 * `cluster`: as the page names it; undefined is the first. The past is never made old by what happens now. `kinds` undefined: anything may have changed.
 * The keys are those of the queries of the Cluster page and the overview.
 */
export function isConcerned(
  key: readonly unknown[],
  cluster: string | undefined,
  kinds: ReadonlySet<KindName> | undefined,
): boolean {
  const [page, what, ...rest] = key
  const hasOne = (wanted: readonly KindName[]) => kinds === undefined || wanted.some(kind => kinds.has(kind))
  switch (`${page} ${what}`) {
    case 'overview standing':
    case 'cluster about':
      return rest[0] === cluster && hasOne(counted)
    case 'cluster list': {
      const [of, name, at] = rest
      return name === cluster && at === undefined && hasOne(lists[String(of)] ?? [])
    }
    case 'cluster objects': {
      const [kind, name, at, gone] = rest
      const of = kind as KindName
      return (
        name === cluster &&
        at === undefined &&
        gone === undefined &&
        hasOne(of === 'Service' ? [of, 'EndpointSlice'] : [of])
      )
    }
    case 'cluster object': {
      const [name, ref, at] = rest
      return name === cluster && at === undefined && hasOne([(ref as { readonly kind: KindName }).kind, ...toldWith])
    }
    default:
      return false
  }
}
