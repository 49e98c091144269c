/** What the object used over the shared time range, against what it asked for and may use. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ApiClusterObject } from '../../../src/model/index.ts'
import { getClusterPods, getMetricData, orThrow } from '../../api/index.ts'
import { MetricChart } from '../../chart/index.ts'
import { showBytes, showCores } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import { useClusterName } from '../queries.ts'
import { isWorkload } from '../workloads.ts'
import classes from './drawer.module.css'
import { levelsOf, mostPods, periodFor, seriesOf, usageCharts } from './usage-queries.ts'

const shows = { cpu: showCores, memory: showBytes } as const

export function Usage({
  object,
  cluster,
  at,
}: {
  readonly object: ApiClusterObject
  /** As metrics call it. */
  readonly cluster: string
  readonly at: number | undefined
}) {
  const words = useWords()
  const { drawer } = words.cluster
  const time = useTime()
  const { from, to } = time.resolved
  const { pods, error, again } = usePodNames(object, at)
  const charts = useMemo(
    () => (pods === undefined ? undefined : usageCharts(object, cluster, periodFor(from, to), pods)),
    [object, cluster, from, to, pods],
  )
  const asked = charts?.queries ?? []
  const found = useQuery({
    queryKey: ['metric-data', 'cluster-object', asked, from, to],
    queryFn: ({ signal }) => orThrow(getMetricData({ queries: asked, from, to }, signal)),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  })
  if (pods === undefined)
    return error === null ? (
      <Waiting rows={2} height={180} />
    ) : (
      <Trouble message={explain(words, error)} retry={again} />
    )
  if (charts === undefined) return <Nothing title={drawer.noUsage} />
  if (found.isError && !found.data)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (!found.data) return <Waiting rows={2} height={180} />
  const empty = found.data.series.every(one => one.at.length === 0)
  const isSingle = object.kind === 'Pod' || object.kind === 'Node'
  return (
    <div className={classes.charts} data-stale={found.isPlaceholderData || undefined}>
      {empty && <p className={classes.dim}>{drawer.noPoints}</p>}
      {(['cpu', 'memory'] as const).map(resource => (
        <section key={resource} aria-label={drawer[resource]}>
          <h3>{drawer[resource]}</h3>
          <MetricChart
            label={resource === 'cpu' ? drawer.cpuOf(object.name) : drawer.memoryOf(object.name)}
            series={seriesOf(resource, found.data.series, isSingle, drawer)}
            levels={levelsOf(resource, charts.bounds, drawer, shows[resource])}
            left={{ min: 0 }}
            range={{ from, to }}
            zone={time.zone}
            height={180}
            synced="cluster-object"
            show={shows[resource]}
            zoom={(start, end) => time.setRange(zoomTo(start, end))}
            {...(at !== undefined && at > from && at < to ? { moments: [{ at }] } : {})}
          />
        </section>
      ))}
    </div>
  )
}

/** Of a workload, and none of what is none; undefined: not told yet, or not at all. */
function usePodNames({ kind, namespace, name }: ApiClusterObject, at: number | undefined) {
  const cluster = useClusterName()
  const needed = isWorkload(kind)
  const { data, error, refetch } = useQuery({
    queryKey: ['cluster', 'pods-of', cluster, kind, namespace, name, at],
    queryFn: async ({ signal }) => {
      const asked = { cluster, at, namespace, workload: `${kind}/${name}`, limit: mostPods }
      return (await orThrow(getClusterPods(asked, signal))).pods.map(pod => pod.name)
    },
    enabled: needed,
  })
  return { pods: needed ? data : none, error, again: () => void refetch() }
}
const none: readonly string[] = []
