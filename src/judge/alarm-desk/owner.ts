/** Who evaluates the alarms: one process at a time, so that nobody is told twice. */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, plus } from '../../model/index.ts'
import type { AlarmSettings } from '../../store/settings/index.ts'

export interface AlarmOwner {
  /** Named in what is kept, so that who lost the alarms meanwhile keeps nothing; undefined: there is nobody else. */
  readonly name: string | undefined
  /** Whether they are this process's now. Asked again and again. */
  holds(): Promise<boolean>
  release(): Promise<void>
}

/** Settings that this process has for itself. */
export const soleOwner: AlarmOwner = {
  name: undefined,
  holds: async () => true,
  release: async () => undefined,
}

/** One of several replicas, by a lease in the settings. While the settings do not answer, the alarms are nobody's. */
export function leasedOwner(
  settings: Pick<AlarmSettings, 'lease' | 'release'>,
  clock: Clock,
  name: string,
): AlarmOwner {
  let askedAt: Instant | undefined
  let held = false
  return {
    name,
    async holds() {
      const now = clock.now()
      if (askedAt !== undefined && now - askedAt < limits.alarmLeaseRenewed) return held
      askedAt = now
      const leased = await settings.lease(name, now, plus(now, limits.alarmLease))
      held = leased.ok && leased.value
      return held
    },
    async release() {
      held = false
      await settings.release(name)
    },
  }
}
