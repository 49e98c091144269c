/** Which alarms speak of which object of the cluster, the worst first: for the map and the drawer. Pure. */
import type { ApiAlarmState, ApiClusterAlarms, ApiClusterObject, ApiClusterPod } from '../../src/model/index.ts'
import { alarmStates } from '../alarms/view.ts'
import { isWorkload } from './workloads.ts'

export interface SpeakingAlarm {
  readonly name: string
  /** What it says of the object. */
  readonly state: ApiAlarmState
}

export interface SpeakingAlarms {
  /** Of the pod itself, or of its workload. */
  readonly ofPod: (pod: Pick<ApiClusterPod, 'namespace' | 'name' | 'workload'>) => readonly SpeakingAlarm[]
  readonly ofNode: (name: string) => readonly SpeakingAlarm[]
  readonly ofObject: (
    object: Pick<ApiClusterObject, 'kind' | 'namespace' | 'name' | 'workload'>,
  ) => readonly SpeakingAlarm[]
  /** Those that name nothing nearer than the cluster. */
  readonly whole: readonly SpeakingAlarm[]
  /** Alarms that nobody looked at (count). */
  readonly leftOut: number
}

export function speakingAlarms({ alarms, leftOut }: ApiClusterAlarms): SpeakingAlarms {
  const said = new Map<string, SpeakingAlarm[]>()
  const whole: SpeakingAlarm[] = []
  for (const { name, speaksOf } of alarms)
    for (const { kind, namespace, name: object, state } of speaksOf) {
      if (kind === 'Cluster') whole.push({ name, state })
      const key = `${kind}/${namespace}/${object}`
      const there = said.get(key)
      if (there === undefined) said.set(key, [{ name, state }])
      else there.push({ name, state })
    }
  const of = (...keys: readonly string[]) => worstFirst(keys.flatMap(key => said.get(key) ?? []))
  const ofPod: SpeakingAlarms['ofPod'] = ({ namespace, name, workload }) =>
    of(
      `Pod/${namespace}/${name}`,
      `Workload/${namespace}/${name}`,
      ...(workload === null || workload.name === name ? [] : [`Workload/${namespace}/${workload.name}`]),
    )
  const ofObject: SpeakingAlarms['ofObject'] = object => {
    const { kind, namespace, name } = object
    if (kind === 'Pod') return ofPod(object)
    return of(`${isWorkload(kind) ? 'Workload' : kind}/${namespace}/${name}`)
  }
  return { ofPod, ofNode: name => of(`Node//${name}`), ofObject, whole: worstFirst(whole), leftOut }
}

const urgency = (state: ApiAlarmState): number => alarmStates.indexOf(state)

/** Each alarm once. */
function worstFirst(alarms: readonly SpeakingAlarm[]): readonly SpeakingAlarm[] {
  if (alarms.length < 2) return alarms
  const sorted = alarms.toSorted((one, other) => urgency(one.state) - urgency(other.state))
  const names = new Set<string>()
  return sorted.filter(({ name }) => !names.has(name) && names.add(name))
}
