/** The fields that lines of these groups hold, asked once per group choice and hour. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getFields, orThrow } from '../api/index.ts'

const hour = 3_600_000

export const useFields = (groups: readonly string[], at: number) =>
  useQuery({
    queryKey: ['query-fields', groups, Math.floor(at / hour)],
    queryFn: ({ signal }) => orThrow(getFields(groups, at, signal)),
    enabled: groups.length > 0,
    staleTime: hour,
    placeholderData: keepPreviousData,
  })
