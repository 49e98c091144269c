/** A workload as people name it for kubectl: `deploy/backend-app`, `pod/web-0`; and which pods' names a workload gives. */
import type { WorkloadRef } from './owner.ts'

const words: Readonly<Record<string, readonly string[]>> = {
  Pod: ['po', 'pod', 'pods'],
  Deployment: ['deploy', 'deployment', 'deployments'],
  StatefulSet: ['sts', 'statefulset', 'statefulsets'],
  DaemonSet: ['ds', 'daemonset', 'daemonsets'],
  ReplicaSet: ['rs', 'replicaset', 'replicasets'],
  Job: ['job', 'jobs'],
  CronJob: ['cj', 'cronjob', 'cronjobs'],
}
const kinds = new Map(Object.entries(words).flatMap(([kind, all]) => all.map(word => [word, kind] as const)))

/** What has pods with logs, as kinds. */
export const loggingKinds: readonly string[] = Object.keys(words)

/** Undefined: the word names none, as `/aws/a/b` and `shop/web` do. */
export function readWorkloadWord(word: string): WorkloadRef | undefined {
  const [, kind = '', name = ''] = /^([A-Za-z]+)\/([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)$/.exec(word) ?? []
  const known = kinds.get(kind.toLowerCase())
  return known === undefined ? undefined : { kind: known, name }
}

/** Names are made of a workload's and of endings in this alphabet, which spells no words. A name that is too long for its ending loses its tail. */
const ending = '[bcdfghjklmnpqrstvwxz2456789]'
const longest = 58
const shapes: Readonly<Record<string, string>> = {
  Pod: '',
  Deployment: `-${ending}{1,10}-${ending}{5}`,
  StatefulSet: '-[0-9]{1,10}',
  DaemonSet: `-${ending}{5}`,
  ReplicaSet: `-${ending}{5}`,
  Job: `-([0-9]{1,5}-)?${ending}{5}`,
  CronJob: `-[0-9]{8,10}-([0-9]{1,5}-)?${ending}{5}`,
}

/** A regular expression (of RE2 and of JavaScript alike) for the names of a workload's pods, anchored; undefined: the kind gives them no shape. */
export function podNameShape({ kind, name }: WorkloadRef): string | undefined {
  const shape = shapes[kind]
  return shape === undefined ? undefined : `^${name.replaceAll('.', '[.]')}${shape}$`
}

/** What all names of a workload's pods begin with. */
export const podNamePrefix = ({ name }: WorkloadRef): string => name.slice(0, longest - 12)
