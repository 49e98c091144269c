/** What the page of receivers asks and changes. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  confirmTopicSubscription,
  createTopic,
  deleteTopic,
  getTopicDeliveries,
  getTopics,
  orThrow,
  subscribeTopic,
  testTopic,
  unsubscribeTopic,
} from '../../api/index.ts'
import { pageLimits } from '../../limits.ts'

const topicsKey = 'topics'
/** Milliseconds between two looks at what moves. */
const every = 5_000

export const useTopics = (enabled = true) =>
  useQuery({
    queryKey: [topicsKey],
    queryFn: ({ signal }) => orThrow(getTopics(signal)),
    refetchInterval: every,
    enabled,
  })

export const useTopicDeliveries = () =>
  useInfiniteQuery({
    queryKey: [topicsKey, 'deliveries'],
    queryFn: ({ pageParam, signal }) =>
      orThrow(getTopicDeliveries({ after: pageParam, limit: pageLimits.alarmHistoryPage }, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    refetchInterval: every,
  })

export function useTopicChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: [topicsKey] })
  return {
    create: useMutation({
      mutationFn: (topic: Parameters<typeof createTopic>[0]) => orThrow(createTopic(topic)),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (arn: string) => orThrow(deleteTopic(arn)), onSuccess }),
    subscribe: useMutation({
      mutationFn: (subscription: Parameters<typeof subscribeTopic>[0]) => orThrow(subscribeTopic(subscription)),
      onSuccess,
    }),
    unsubscribe: useMutation({ mutationFn: (arn: string) => orThrow(unsubscribeTopic(arn)), onSuccess }),
    confirm: useMutation({ mutationFn: (arn: string) => orThrow(confirmTopicSubscription(arn)), onSuccess }),
    test: useMutation({ mutationFn: (arn: string) => orThrow(testTopic(arn)), onSuccess }),
  }
}
