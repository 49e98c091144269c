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

/** Undefined: the word names none, as `/aws/a/b` and `shop/web` do. */
export function readWorkloadWord(word: string): WorkloadRef | undefined {
  const [, kind = '', name = ''] = /^([A-Za-z]+)\/([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)$/.exec(word) ?? []
  const known = kinds.get(kind.toLowerCase())
  return known === undefined ? undefined : { kind: known, name }
}

/** Names are made of a workload's and of endings in this alphabet, which spells no words. */
const letter = '[bcdfghjklmnpqrstvwxz2456789]'
/** What stands before the last five letters, at most (characters): of a name that is longer the rest is cut off. */
const longest = 58
/** Between a workload's name and the last ending: what it is made of, and at most how many. */
const betweenMost = 10
const between: Readonly<Record<string, string>> = { Deployment: letter, CronJob: '[0-9]' }
const endings: Readonly<Record<string, string>> = {
  Deployment: `-${letter}{1,${betweenMost}}-`,
  DaemonSet: '-',
  ReplicaSet: '-',
  Job: '-([0-9]{1,5}-)?',
  CronJob: `-[0-9]{8,${betweenMost}}-([0-9]{1,5}-)?`,
}

/** A regular expression (of RE2 and of JavaScript alike) for the names of a workload's pods, anchored; undefined: the kind gives them no shape. */
export function podNameShape({ kind, name }: WorkloadRef): string | undefined {
  if (kind === 'Pod') return `^${literal(name)}$`
  if (kind === 'StatefulSet') return `^${literal(name)}-[0-9]{1,10}$`
  const ending = endings[kind]
  if (ending === undefined) return undefined
  const cut = cutName({ kind, name })
  const before = cut === undefined ? `${literal(name)}${ending}` : `(${literal(name)}${ending}|${cut})`
  return `^${before}${letter}{5}$`
}

const literal = (name: string): string => name.replaceAll('.', '[.]')

/** What is left of a name that is too long for its ending; undefined: it is not. */
function cutName({ kind, name }: WorkloadRef): string | undefined {
  const room = longest - name.length
  if (room <= 0) return literal(name.slice(0, longest))
  const made = between[kind]
  return made === undefined || room > betweenMost + 1 ? undefined : `${literal(name)}-${made}{${room - 1}}`
}

/** What all names of a workload's pods begin with. */
export const podNamePrefix = ({ name }: WorkloadRef): string => name.slice(0, longest - betweenMost - 2)
