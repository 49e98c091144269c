/** Whether Mangru is well: what every page asks. */
import { useQuery } from '@tanstack/react-query'
import { getSelf, orThrow } from '../api/index.ts'

export const selfKey = ['self'] as const

/** Asked every few seconds, by the health light and the self page together. */
export const useSelf = (everyMs = 5_000) =>
  useQuery({
    queryKey: selfKey,
    queryFn: ({ signal }) => orThrow(getSelf(signal)),
    refetchInterval: everyMs,
    retry: false,
  })
