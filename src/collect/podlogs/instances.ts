/** Which instances of containers have a log that can be read: the one of now, and the one before it. */
import type { ContainerStatus, Pod } from '../../model/kubernetes/index.ts'
import { isContainerLeftOut } from './choice.ts'
import { type LogSource, sourceOf } from './record.ts'
import { type LogFiles, logFolder } from './rotated-files.ts'

export interface Instance {
  readonly source: LogSource
  readonly files: LogFiles
  /** It is the instance before the one of now. */
  readonly previous: boolean
  /** It writes nothing more. */
  readonly ended: boolean
}

/** By pod, container and instance: the same for as long as its log is the same. */
export const instanceKey = ({ podId, container, containerId }: LogSource): string =>
  `${podId} ${container} ${containerId}`

export function instancesOf(pods: readonly Pod[]): Instance[] {
  return pods.flatMap(pod => {
    const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
    if (pod.spec.nodeName === undefined) return []
    return statuses.filter(({ name }) => !isContainerLeftOut(pod, name)).flatMap(status => ofContainer(pod, status))
  })
}

function ofContainer(pod: Pod, status: ContainerStatus): Instance[] {
  const now = idOf(status.state?.terminated?.containerID ?? status.containerID)
  const before = idOf(status.lastState?.terminated?.containerID)
  const instances: Instance[] = []
  const count = Number(status.restartCount) || 0
  const filesOf = (restarts: number) => ({
    ...{ node: pod.spec.nodeName ?? '', folder: logFolder(pod, status.name), restarts },
  })
  // A container that waits for its next start still bears the id of the one that ended.
  const waits = status.state?.waiting !== undefined
  if (before !== '' && before !== now) {
    const files = filesOf(count - 1)
    instances.push({ source: sourceOf(pod, status, before), files, previous: true, ended: true })
  }
  if (now !== '') {
    const ended = status.state?.terminated !== undefined || waits
    instances.push({ source: sourceOf(pod, status, now), files: filesOf(count), previous: false, ended })
  }
  return instances
}

/** `containerd://8967…` → `8967…`. */
const idOf = (containerID: string | undefined): string => containerID?.split('://').at(-1) ?? ''
