/** What size and price are asked for. */
import { useQuery } from '@tanstack/react-query'
import { getCosts, orThrow } from '../api/index.ts'

export const useCosts = (days: number, enabled = true) =>
  useQuery({
    queryKey: ['costs', days],
    queryFn: ({ signal }) => orThrow(getCosts(days, signal)),
    enabled,
    staleTime: 60_000,
  })
