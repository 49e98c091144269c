/** Who is looking, and whether Mangru is well: the two questions that every page asks. */
import { useQuery } from '@tanstack/react-query'
import { getSelf, getSession, orThrow } from '../api/index.ts'

export const sessionKey = ['session'] as const
export const selfKey = ['self'] as const

export const useSession = () =>
  useQuery({ queryKey: sessionKey, queryFn: ({ signal }) => orThrow(getSession(signal)), staleTime: 60_000 })

/** Asked every few seconds, by the health light and the self page together. */
export const useSelf = (everyMs = 5_000) =>
  useQuery({
    queryKey: selfKey,
    queryFn: ({ signal }) => orThrow(getSelf(signal)),
    refetchInterval: everyMs,
    retry: false,
  })
