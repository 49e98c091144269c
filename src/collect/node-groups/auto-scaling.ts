/**
 * What Auto Scaling groups of AWS promised of a cluster's nodes: least, desired and most. A group is the cluster's where its tags say so, or where one of its
 * machines is a node. A managed node group of EKS is such a group too, under the name that its tag holds.
 */
import type { AutoScalingClient, AutoScalingGroup } from '@aws-sdk/client-auto-scaling'
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result, type Said } from '../../model/index.ts'
import type { Node, PromisedGroup } from '../../model/kubernetes/index.ts'

export interface AutoScalingPorts {
  /** As tags name it. */
  readonly cluster: string
  readonly nodes: () => readonly Node[]
  /** Null: AWS's own. */
  readonly endpoint: string | null
  readonly clock: Clock
}

/**
 * Asks with the credentials that AWS's tools would take, in the region that the nodes tell, for `limits.autoScalingTime` at most: the SDK itself would wait for
 * ever. It is loaded with the first question.
 */
export function autoScalingGroups({ cluster, nodes, endpoint, clock }: AutoScalingPorts) {
  const clients = new Map<string, AutoScalingClient>()
  return async (signal: AbortSignal): Promise<Result<readonly PromisedGroup[], Said>> => {
    const sdk = await import('@aws-sdk/client-auto-scaling')
    const region = regionOf(nodes())
    const machines = new Set(nodes().map(machineOf))
    const clientFor = (): AutoScalingClient =>
      new sdk.AutoScalingClient({
        ...(region === '' ? {} : { region }),
        ...(endpoint === null ? {} : { endpoint }),
        maxAttempts: 2,
      })
    const [late, over] = [new AbortController(), new AbortController()]
    void clock.sleep(limits.autoScalingTime, over.signal).then(() => over.signal.aborted || late.abort())
    const abortSignal = AbortSignal.any([signal, late.signal])
    try {
      const client = clients.get(region) ?? clientFor()
      clients.set(region, client)
      const found: PromisedGroup[] = []
      let next: string | undefined
      for (let page = 0; page < limits.autoScalingPages; page++) {
        const command = new sdk.DescribeAutoScalingGroupsCommand({ MaxRecords: 100, ...(next && { NextToken: next }) })
        const answer = await client.send(command, { abortSignal })
        for (const group of answer.AutoScalingGroups ?? [])
          if (isOfCluster(group, cluster, machines)) found.push(promiseOf(group))
        next = answer.NextToken
        if (next === undefined) break
      }
      return ok(found)
    } catch (error) {
      return err(late.signal.aborted ? lateTrouble : troubleOf(error))
    } finally {
      over.abort()
    }
  }
}

const regionOf = (nodes: readonly Node[]): string =>
  nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/region'] ?? '').find(region => region !== '') ??
  ''
const machineOf = ({ spec }: Node): string => spec?.providerID?.split('/').at(-1) ?? ''
const tagOf = ({ Tags = [] }: AutoScalingGroup, key: string): string | undefined =>
  Tags.find(({ Key }) => Key === key)?.Value

function isOfCluster(group: AutoScalingGroup, cluster: string, machines: ReadonlySet<string>): boolean {
  if (group.Instances?.some(({ InstanceId = '' }) => machines.has(InstanceId))) return true
  return (
    tagOf(group, 'eks:cluster-name') === cluster ||
    [`kubernetes.io/cluster/${cluster}`, `k8s.io/cluster-autoscaler/${cluster}`].some(
      key => tagOf(group, key) !== undefined,
    )
  )
}

function promiseOf(group: AutoScalingGroup): PromisedGroup {
  const named = ['eks:nodegroup-name', 'alpha.eksctl.io/nodegroup-name', 'kops.k8s.io/instancegroup']
  const name = named.map(key => tagOf(group, key)).find(one => one !== undefined) ?? group.AutoScalingGroupName ?? ''
  return {
    ...{ name, source: 'auto-scaling-group', limits: {} },
    ...{ min: group.MinSize ?? null, desired: group.DesiredCapacity ?? null, max: group.MaxSize ?? null },
    instances: (group.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []),
  }
}

const lateTrouble: Said = {
  code: 'groups-aws-away',
  values: { message: `No answer within ${limits.autoScalingTime / 1_000} s.` },
}

/** AWS's own words, which name the right that is missing; nothing of the credentials is in them. */
function troubleOf(error: unknown): Said {
  const { name = '', message = '', $metadata } = error as Error & { readonly $metadata?: { httpStatusCode?: number } }
  const refused = $metadata?.httpStatusCode === 403 || /AccessDenied|UnauthorizedOperation/.test(name)
  return {
    code: refused ? 'groups-aws-refused' : 'groups-aws-away',
    values: { message: message.slice(0, limits.clusterMessageChars) || name },
  }
}
