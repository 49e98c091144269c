/** Events, as components tell them: the same again is counted and not repeated, and an hour later it is gone. */
import { type Instant, instant } from '../../model/index.ts'
import type { AnyObject, ClusterEvent } from '../../model/kubernetes/index.ts'
import { hashOf, uuid } from './chance.ts'
import { timeText, type World } from './world.ts'

const eventLife = 3_600_000

export interface Told {
  readonly type?: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly by: string
  readonly host?: string
  /** `spec.containers{backend-app}`. */
  readonly fieldPath?: string
}

export function tell(
  world: World,
  about: AnyObject,
  { type = 'Normal', reason, message, by, host, fieldPath }: Told,
): void {
  const { metadata, kind, apiVersion } = about
  const namespace = metadata.namespace ?? 'default'
  const name = `${metadata.name}.${hashOf(metadata.uid, by, host ?? '', reason, message)
    .toString(16)
    .padStart(8, '0')}${hashOf(reason, metadata.uid).toString(16).padStart(8, '0')}`
  const at = timeText(world.now)
  const before = world.objects.get('Event', `${namespace}/${name}`)
  if (before !== undefined) {
    world.objects.put('Event', { ...before, count: (before.count ?? 1) + 1, lastTimestamp: at })
    return
  }
  const event: ClusterEvent = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace, uid: uuid(world.random), resourceVersion: '', creationTimestamp: at },
    involvedObject: {
      apiVersion,
      kind,
      name: metadata.name,
      uid: metadata.uid,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      ...(fieldPath !== undefined && { fieldPath }),
    },
    type,
    reason,
    message,
    source: { component: by, ...(host !== undefined && { host }) },
    reportingComponent: by,
    reportingInstance: host ?? '',
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  }
  world.objects.put('Event', event)
  forget(world, `${namespace}/${name}`, world.now)
}

/** An event lives an hour from when it was last told. */
function forget(world: World, key: string, told: Instant): void {
  world.after(told + eventLife - world.now, () => {
    const event = world.objects.get('Event', key)
    if (event === undefined) return
    const last = instant(Date.parse(event.lastTimestamp ?? ''))
    if (last + eventLife > world.now) forget(world, key, last)
    else world.objects.remove('Event', key)
  })
}
