/** A time as requests have it. */
import { z } from 'zod'

/** The last second of the year 9999. */
const last = 253_402_300_799

/** To seconds since 1970: from a number of them, or ISO 8601 as the aws CLI's files have it. */
export const timeInput = z.union(
  [
    z.number().min(0).max(last),
    z.iso
      .datetime({ offset: true })
      .transform(text => Date.parse(text) / 1_000)
      .refine(seconds => seconds >= 0 && seconds <= last),
  ],
  { error: 'must be seconds since 1970, or a time in ISO 8601' },
)
