/** What the group list asks and changes. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createGroup, deleteGroup, getGroups, orThrow, setRetention } from '../../api/index.ts'
import { pageLimits } from '../../limits.ts'

export const groupsKey = ['groups'] as const

export const useGroups = (contains: string, refetchMs: number | false = 15_000) =>
  useInfiniteQuery({
    queryKey: [...groupsKey, 'list', contains],
    queryFn: ({ pageParam, signal }) =>
      orThrow(getGroups({ contains, after: pageParam, limit: pageLimits.groupsPage }, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
  })

/** Each change asks the list again when it is through. */
export function useGroupChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: groupsKey })
  return {
    create: useMutation({
      mutationFn: (group: { name: string; retentionDays?: number }) => orThrow(createGroup(group)),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (name: string) => orThrow(deleteGroup(name)), onSuccess }),
    retain: useMutation({
      mutationFn: ({ name, days }: { name: string; days: number | null }) => orThrow(setRetention(name, days)),
      onSuccess,
    }),
  }
}
