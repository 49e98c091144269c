/** Which parts of the API this server has: a page whose routes answer "nothing is at this path" hides itself. */
import { useQuery } from '@tanstack/react-query'

export type Feature = 'insights' | 'filters' | 'subscriptions' | 'costs' | 'exports' | 'ledger'

/** A cheap question per feature; any answer but 404 means that somebody is at home. */
const doors: Readonly<Record<Feature, string>> = {
  insights: '/api/queries?limit=1',
  filters: '/api/logs/metric-filters',
  subscriptions: '/api/logs/subscriptions',
  costs: '/api/logs/costs?days=0',
  exports: '/api/logs/exports',
  ledger: '/api/self/ledger?limit=1',
}

async function isThere(feature: Feature, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(doors[feature], { signal })
  await response.body?.cancel()
  if (response.status === 401 || response.status >= 502) throw new Error(String(response.status))
  return response.status !== 404
}

/** `undefined` until it is known. */
export function useFeature(feature: Feature): boolean | undefined {
  return useQuery({
    queryKey: ['feature', feature],
    queryFn: ({ signal }) => isThere(feature, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  }).data
}
