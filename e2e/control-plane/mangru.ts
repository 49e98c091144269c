/** Mangru on the cluster, started as a person starts it, and asked as its page asks. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type {
  ApiCluster,
  ApiClusterChanges,
  ApiClusterEvents,
  ApiClusterNode,
  ApiClusterNodes,
  ApiClusterPod,
  ApiClusterPods,
  ApiClusterUsage,
  ApiClusterWorkload,
  ApiClusterWorkloads,
} from '../../src/model/index.ts'
import { logsClient } from '../browser.ts'
import { type Server, type ServerOptions, startServer } from '../server.ts'

export interface Mangru {
  readonly server: Server
  /** Of the first cluster unless told. */
  about(cluster?: string): Promise<ApiCluster>
  /** Undefined: it knows of none by that name. */
  node(name: string): Promise<ApiClusterNode | undefined>
  nodes(): Promise<ApiClusterNodes>
  pods(namespace: string): Promise<readonly ApiClusterPod[]>
  pod(namespace: string, name: string): Promise<ApiClusterPod | undefined>
  workload(namespace: string, name: string): Promise<ApiClusterWorkload | undefined>
  events(query: string): Promise<ApiClusterEvents>
  changes(from: number, namespace: string): Promise<ApiClusterChanges>
  usage(): Promise<ApiClusterUsage>
  /** Messages of a group from a time on, oldest first; none where the group is not there yet. */
  messages(group: string, from: number, pattern?: string): Promise<string[]>
  stop(): Promise<number | null>
}

export async function startMangru(
  kubeconfig: string,
  options: Pick<ServerOptions, 'dataDir' | 'args' | 'env'> = {},
): Promise<Mangru> {
  const server = await startServer({
    patience: 150_000,
    ...options,
    args: ['--kubeconfig', kubeconfig, ...(options.args ?? [])],
  })
  const logs = logsClient(server.url)
  async function ask<T>(path: string): Promise<T> {
    const answer = await fetch(server.url + path)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`)
    return JSON.parse(text) as T
  }
  const pods = async (namespace: string) => (await ask<ApiClusterPods>(`/api/cluster/pods?namespace=${namespace}`)).pods
  const nodes = () => ask<ApiClusterNodes>('/api/cluster/nodes')
  return {
    server,
    about: cluster => ask(`/api/cluster${cluster === undefined ? '' : `?cluster=${cluster}`}`),
    nodes,
    node: async name => (await nodes()).nodes.find(node => node.name === name),
    pods,
    pod: async (namespace, name) => (await pods(namespace)).find(pod => pod.name === name),
    workload: async (namespace, name) =>
      (await ask<ApiClusterWorkloads>(`/api/cluster/workloads?namespace=${namespace}`)).workloads.find(
        workload => workload.name === name,
      ),
    events: query => ask(`/api/cluster/events?${query}`),
    changes: (from, namespace) => ask(`/api/cluster/changes?from=${from}&namespace=${namespace}`),
    usage: () => ask('/api/cluster/usage?containers=true'),
    async messages(logGroupName, startTime, filterPattern) {
      const found: string[] = []
      let nextToken: string | undefined
      do {
        const page = await logs
          .send(new FilterLogEventsCommand({ logGroupName, startTime, filterPattern, nextToken }))
          .catch((error: Error) => {
            if (error.name === 'ResourceNotFoundException') return undefined
            throw error
          })
        for (const { message } of page?.events ?? []) found.push(message ?? '')
        nextToken = page?.nextToken
      } while (nextToken !== undefined)
      return found
    },
    async stop() {
      logs.destroy()
      return server.stop()
    },
  }
}
