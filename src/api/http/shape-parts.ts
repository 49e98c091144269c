/** Parts that the shapes of several routes are made of: times, numbers, words, pages, ranges. */
import { z } from 'zod'
import { limits } from '../../limits.ts'

/** A whole number in a query; `otherwise` where nothing is told. */
export const count = (least: number, most: number, otherwise: number) =>
  z.coerce.number().int().min(least).max(most).default(otherwise)

/** A time in a query, in milliseconds since 1970: nothing at all is none. */
export const queryTime = z
  .string()
  .regex(/^\d{1,13}$/, { message: 'A time is told in milliseconds since 1970.' })
  .transform(Number)
/** A word by which something of a cluster is asked for. */
export const clusterWord = z.string().max(limits.clusterWordChars)
/** Which rows of a list: `skip` of them, then `limit`, `most` of them at most. */
export const paging = (most: number, otherwise = most) => ({
  skip: z.coerce.number().int().min(0).default(0),
  limit: count(1, most, otherwise),
})
/** What may be wrong with a range: its end, which must be later. Where a time is not told, nothing is. */
export const laterEnd = {
  test: ({ from, to }: { readonly from?: number; readonly to?: number }) =>
    from === undefined || to === undefined || from < to,
  words: { message: 'The end must be later than the start.', path: ['to'] },
}
