/** Which of the clusters a question is about: the one that `cluster=` names, or the first. */
import type { RouteHandlerMethod } from 'fastify'
import { z } from 'zod'
import { type ApiClusters, ok } from '../../../model/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { answer } from '../routes.ts'
import { clusterWord } from '../shape-parts.ts'
import { readShape } from '../shapes.ts'
import { type Asked, refusal } from '../trouble.ts'
import { aboutState } from './about.ts'

export const listed = (clusters: readonly ClusterPort[]): ApiClusters => ({
  clusters: clusters.map(cluster => {
    const { name, address, demo } = cluster
    return { name, address, demo, state: aboutState(cluster).state }
  }),
})

const named = z.object({ cluster: clusterWord.exactOptional() })

/** `query`: of a request, where `cluster` may stand. */
export function clusterAsked(clusters: readonly ClusterPort[], query: unknown): Asked<ClusterPort> {
  const read = readShape(named, query)
  if (!read.ok) return read
  const { cluster: name } = read.value
  const found = name === undefined ? clusters[0] : clusters.find(cluster => cluster.name === name)
  if (found !== undefined) return ok(found)
  const known = clusters.map(cluster => cluster.name).join(', ')
  return refusal(404, 'not-found', `Mangru looks at no cluster ${name ?? ''}. It looks at: ${known || '-'}.`, {
    field: 'cluster',
  })
}

/** A route over the cluster that is asked for: reads its query by `shape` and answers what `ask` says. */
export const clusterAnswers =
  (clusters: readonly ClusterPort[]) =>
  <S extends z.ZodType, T>(
    shape: S,
    ask: (cluster: ClusterPort, query: z.output<S>) => Asked<T> | Promise<Asked<T>>,
  ): RouteHandlerMethod =>
  async (request, reply) => {
    const cluster = clusterAsked(clusters, request.query)
    if (!cluster.ok) return answer(reply, cluster)
    const query = readShape(shape, request.query)
    return answer(reply, query.ok ? await ask(cluster.value, query.value) : query)
  }
