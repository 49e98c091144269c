/** Mute rules, read once: which alarms are muted at an instant, and by which. */
import type { Instant } from '../../model/index.ts'
import type { StoredMuteRule } from '../../store/settings/index.ts'
import { isMuting, type MuteSchedule, type MuteStatus, muteStatus, readMuteRule } from '../alarms/index.ts'

interface Read {
  readonly rule: StoredMuteRule
  readonly schedule: MuteSchedule
}

const asked = ({ expression, duration, timezone, start, expire }: StoredMuteRule) => ({
  ...{ expression, duration, zone: timezone },
  ...(start === null ? {} : { start }),
  ...(expire === null ? {} : { expire }),
})

const scheduleOf = (rule: StoredMuteRule): MuteSchedule | undefined => {
  const read = readMuteRule(asked(rule))
  return read.ok ? read.value : undefined
}

/** A rule that no longer reads mutes nothing. */
export function statusOf(rule: StoredMuteRule, at: Instant): MuteStatus {
  const schedule = scheduleOf(rule)
  return schedule === undefined ? 'EXPIRED' : muteStatus(schedule, at)
}

export class Mutes {
  readonly #rules: readonly Read[]
  /** Of the last instant that was asked for. */
  #at: Instant | undefined
  #muted: ReadonlyMap<string, readonly string[]> = new Map()

  constructor(rules: readonly StoredMuteRule[]) {
    this.#rules = rules.flatMap(rule => {
      const schedule = scheduleOf(rule)
      return schedule === undefined ? [] : [{ rule, schedule }]
    })
  }

  /** Names of the rules in force. */
  of(alarm: string, at: Instant): readonly string[] {
    if (this.#rules.length === 0) return []
    if (this.#at !== at) {
      this.#at = at
      this.#muted = this.#mutedAt(at)
    }
    return this.#muted.get(alarm) ?? []
  }

  #mutedAt(at: Instant): ReadonlyMap<string, readonly string[]> {
    const muted = new Map<string, string[]>()
    for (const { rule, schedule } of this.#rules) {
      if (!isMuting(schedule, at)) continue
      for (const alarm of rule.alarms) {
        const rules = muted.get(alarm)
        if (rules === undefined) muted.set(alarm, [rule.name])
        else rules.push(rule.name)
      }
    }
    return muted
  }
}
