/** What applications said: lines of pods by workload and level. Pure. */
import type { ApiClusterApplications } from '../../model/index.ts'
import { workloadOf } from '../costs/index.ts'

export interface PodLines {
  readonly namespace: string
  readonly pod: string
  readonly level: string
  readonly lines: number
}

/** Those with the most errors first, then warnings, then lines. `most`: workloads of the answer. */
export function applicationsOf(
  rows: readonly PodLines[],
  most: number,
): Pick<ApiClusterApplications, 'applications' | 'leftOut'> {
  const groups = Map.groupBy(rows, ({ namespace, pod }) => `${namespace}/${workloadOf(pod)}`)
  const all = [...groups.values()].map(some => {
    const [{ namespace, pod }] = some as [PodLines]
    const count = (...levels: readonly string[]) =>
      some.reduce((sum, { level, lines }) => sum + (levels.includes(level) ? lines : 0), 0)
    return {
      ...{ namespace, workload: workloadOf(pod) },
      lines: some.reduce((sum, { lines }) => sum + lines, 0),
      ...{ errors: count('ERROR', 'FATAL'), warnings: count('WARN') },
      pods: new Set(some.map(one => one.pod)).size,
    }
  })
  const sorted = all.sort(
    (one, other) =>
      other.errors - one.errors ||
      other.warnings - one.warnings ||
      other.lines - one.lines ||
      (`${one.namespace}/${one.workload}` < `${other.namespace}/${other.workload}` ? -1 : 1),
  )
  return { applications: sorted.slice(0, most), leftOut: Math.max(0, sorted.length - most) }
}
