/** What the deliveries ask and change; how they stand moves, so they are asked again every few seconds. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiSubscriptionChange } from '../../src/model/index.ts'
import { deleteSubscription, getSubscriptions, orThrow, putSubscription } from '../api/index.ts'

const key = 'subscriptions'

export const useSubscriptions = (group: string | undefined) =>
  useQuery({
    queryKey: [key, group],
    queryFn: ({ signal }) => orThrow(getSubscriptions(group, signal)),
    refetchInterval: 5_000,
  })

export function useSubscriptionChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: [key] })
  return {
    save: useMutation({ mutationFn: (change: ApiSubscriptionChange) => orThrow(putSubscription(change)), onSuccess }),
    remove: useMutation({
      mutationFn: ({ group, name }: { group: string; name: string }) => orThrow(deleteSubscription(group, name)),
      onSuccess,
    }),
  }
}
