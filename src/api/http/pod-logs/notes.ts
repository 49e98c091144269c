/** What a reader of pods' logs should know: logs that are not collected, come late or are elsewhere. Pure. */
import type { ApiPodLogState, Said } from '../../../model/index.ts'
import { controlPlaneGroup, controlPlaneStream, nameForGroups, type Pod } from '../../../model/kubernetes/index.ts'
import type { ChosenPod, PodChoice } from './choose.ts'
import { previousIds } from './condition.ts'

export interface Collected {
  readonly state: ApiPodLogState | undefined
  readonly leftOut: (pod: Pod) => keyof ApiPodLogState['leftOut'] | undefined
}

export function notesOf(
  choice: PodChoice,
  { cluster, stored, collected }: { readonly cluster: string; readonly stored: boolean; readonly collected: Collected },
): readonly Said[] {
  const { state, leftOut } = collected
  const there = choice.pods.filter(({ goneAt }) => goneAt === null)
  const reasons = there.map(({ pod }) => leftOut(pod))
  const left = (['namespaces', 'labels', 'annotations'] as const).flatMap(by => {
    const pods = reasons.filter(reason => reason === by).length
    return pods === 0 ? [] : [{ code: `left-out-by-${by}`, values: { pods } }]
  })
  const group = controlPlaneGroup(nameForGroups(cluster))
  return [
    ...(choice.pods.length === 0 && choice.workload !== undefined ? [said('no-pods-then')] : []),
    ...(stored ? [] : [state?.state === 'off' ? said('pod-logs-off') : said('nothing-stored')]),
    ...(state?.trouble == null ? [] : [said('pod-logs-trouble', { message: state.trouble })]),
    ...(state?.inTurns ? [said('pod-logs-in-turns', { containers: state.containers, atOnce: state.atOnce })] : []),
    ...left,
    ...(there.some(isControlPlane) && state?.state === 'on' ? [said('logs-of-control-plane', { group })] : []),
    ...(choice.selector.previous && previousIds(choice).length === 0 ? [said('no-previous')] : []),
  ]
}

const said = (code: string, values: Said['values'] = {}): Said => ({ code, values })

const isControlPlane = ({ pod: { metadata, spec } }: ChosenPod): boolean =>
  spec.containers.some(
    ({ name }) =>
      controlPlaneStream({
        ...{ namespace: metadata.namespace ?? '', pod: metadata.name, container: name, containerId: '' },
      }) !== undefined,
  )
