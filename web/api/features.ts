/** Who is looking, and which parts of the API this server has: what it does not have is not shown. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ApiFeature } from '../../src/model/index.ts'
import { getSession } from './client.ts'
import { orThrow } from './http.ts'

export const sessionKey = ['session'] as const

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => orThrow(getSession(signal)),
  staleTime: 60_000,
})

export const useSession = () => useQuery(sessionQuery)

/** `undefined` until it is known. */
export const useFeature = (feature: ApiFeature): boolean | undefined => useSession().data?.features.includes(feature)
