/** Lines that were not taken since the start, by their reasons. Pure. */
import type { ApiSelf } from '../../src/model/index.ts'

export interface Refused {
  readonly all: number
  readonly tooOld: number
  readonly tooNew: number
  readonly expired: number
  readonly throttled: number
}

export function refusedOf({ groups }: Pick<ApiSelf, 'groups'>): Refused {
  const sum = (pick: (group: ApiSelf['groups'][number]) => number) =>
    groups.reduce((total, group) => total + pick(group), 0)
  const [tooOld, tooNew, expired, throttled] = [
    sum(group => group.rejectedTooOld),
    sum(group => group.rejectedTooNew),
    sum(group => group.rejectedExpired),
    sum(group => group.throttled),
  ]
  return { all: tooOld + tooNew + expired + throttled, tooOld, tooNew, expired, throttled }
}
