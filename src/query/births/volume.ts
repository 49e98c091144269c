/** What arrived, minute by minute and group by group, until it is written as metrics. Counts what is stored, nothing else. */
import type { Instant } from '../../model/index.ts'

export interface Volume {
  readonly events: number
  /** Of the messages in UTF-8. */
  readonly bytes: number
  readonly parsingErrors: number
  readonly validationErrors: number
}

/** One group in one minute. */
export interface GroupVolume extends Volume {
  readonly group: string
  /** Its start. */
  readonly minute: Instant
}

type Growing = { -readonly [Name in keyof Volume]: Volume[Name] }

export const noVolume = (): Growing => ({ events: 0, bytes: 0, parsingErrors: 0, validationErrors: 0 })

export const minuteOf = (at: number): number => Math.floor(at / 60_000)

export class VolumeAccount {
  readonly #minutes = new Map<number, Map<string, Growing>>()

  note(group: string, at: Instant, volume: Volume): void {
    const minute = minuteOf(at)
    const groups = this.#minutes.get(minute) ?? new Map<string, Growing>()
    this.#minutes.set(minute, groups)
    const sum = groups.get(group) ?? noVolume()
    groups.set(group, sum)
    sum.events += volume.events
    sum.bytes += volume.bytes
    sum.parsingErrors += volume.parsingErrors
    sum.validationErrors += volume.validationErrors
  }

  /** Takes out the minutes that began before this, the oldest first. */
  take(before: Instant): readonly GroupVolume[] {
    const over = [...this.#minutes.keys()].filter(minute => minute * 60_000 < before).sort((a, b) => a - b)
    return over.flatMap(minute => {
      const groups = this.#minutes.get(minute) ?? new Map<string, Growing>()
      this.#minutes.delete(minute)
      return [...groups].map(([group, volume]) => ({ group, minute: (minute * 60_000) as Instant, ...volume }))
    })
  }
}
