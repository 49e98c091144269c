/** How the logs of each cluster's pods are collected: told by collectors that begin after the API that asks. */
import type { PodLogPort } from '../api/http/index.ts'
import type { ApiPodLogState } from '../model/index.ts'
import type { Pod } from '../model/kubernetes/index.ts'

export interface PodLogReport {
  state(): ApiPodLogState
  leftOut(pod: Pod): keyof ApiPodLogState['leftOut'] | undefined
}

/** Nobody collects here. */
export const podLogsOff: PodLogReport = {
  state: () => ({
    ...{ state: 'off', containers: 0, atOnce: 0, inTurns: false, longestWait: null, trouble: null },
    leftOut: { namespaces: 0, labels: 0, annotations: 0 },
  }),
  leftOut: () => undefined,
}

export interface PodLogReports {
  readonly port: PodLogPort
  add(cluster: string, report: PodLogReport): void
}

export function podLogReports(): PodLogReports {
  const reports = new Map<string, PodLogReport>()
  return {
    port: {
      state: cluster => reports.get(cluster)?.state(),
      leftOut: (cluster, pod) => reports.get(cluster)?.leftOut(pod),
    },
    add: (cluster, report) => {
      reports.set(cluster, report)
    },
  }
}
