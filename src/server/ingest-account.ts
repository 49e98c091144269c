/** What was accepted, became durable, was rejected or refused, per log group and in all, since the start. */

import type { IngestObserver } from '../api/cloudwatch/index.ts'
import { limits } from '../limits.ts'
import type { ApiSelf } from '../model/index.ts'

type GroupAccount = { -readonly [Name in keyof ApiSelf['groups'][number]]: ApiSelf['groups'][number][Name] }

export interface IngestAccount extends Required<IngestObserver> {
  /** The busiest groups first, at most `limits.selfGroups`. */
  groups(): readonly GroupAccount[]
  throttledRequests(): number
}

export function ingestAccount(): IngestAccount {
  const groups = new Map<string, GroupAccount>()
  let throttled = 0
  const of = (name: string): GroupAccount => {
    let group = groups.get(name)
    if (group === undefined) {
      // A program that writes to ever new groups must not grow this without end: the quietest makes room.
      if (groups.size >= limits.countedGroups) groups.delete(quietest(groups))
      group = { name, accepted: 0, durable: 0, rejectedTooOld: 0, rejectedTooNew: 0, rejectedExpired: 0, throttled: 0 }
      groups.set(name, group)
    }
    return group
  }
  return {
    offered: ({ group: name }, accepted, rejected) => {
      const group = of(name)
      group.accepted += accepted.events
      group.rejectedTooOld += rejected.tooOld
      group.rejectedTooNew += rejected.tooNew
      group.rejectedExpired += rejected.expired
    },
    stored: ({ group: name }, events) => {
      of(name).durable += events
    },
    refused: ({ group: name }, events, why) => {
      const group = of(name)
      group.accepted -= events
      if (why !== 'throttled') return
      group.throttled += 1
      throttled += 1
    },
    invalid: () => undefined,
    groups: () => [...groups.values()].sort((a, b) => b.accepted - a.accepted).slice(0, limits.selfGroups),
    throttledRequests: () => throttled,
  }
}

function quietest(groups: ReadonlyMap<string, GroupAccount>): string {
  let found = ''
  let least = Number.POSITIVE_INFINITY
  for (const [name, group] of groups) {
    if (group.accepted < least) {
      least = group.accepted
      found = name
    }
  }
  return found
}
