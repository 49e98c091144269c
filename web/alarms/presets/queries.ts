/** What the page of preset alarms asks: at once what there could be, then what each would have done, which takes longer. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiPresetsRequest } from '../../../src/model/index.ts'
import { getAlarmPresets, makeAlarmPresets, orThrow } from '../../api/index.ts'
import { alarmsKey } from '../queries.ts'

/** Days that are rehearsed. */
const days = 7
/** Milliseconds for which a rehearsal is good: it goes over days; and until it is asked again where there was nothing. */
const fresh = 120_000
const soon = 10_000

export const usePresets = (cluster: string | undefined, language: 'en' | 'ko') =>
  useQuery({
    queryKey: [alarmsKey, 'presets', cluster, language],
    queryFn: ({ signal }) => orThrow(getAlarmPresets({ cluster, language }, signal)),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })

export const useRehearsedPresets = (cluster: string | undefined) =>
  useQuery({
    queryKey: ['presets-rehearsed', cluster],
    queryFn: ({ signal }) => orThrow(getAlarmPresets({ cluster, days, language: 'en' }, signal)),
    staleTime: fresh,
    // Where nothing was stored yet, the next minute may have brought something to try them on.
    refetchInterval: ({ state: { data } }) => (data?.presets.some(one => one.rehearsal !== null) ? false : soon),
  })

export function useMakePresets() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wanted: ApiPresetsRequest) => orThrow(makeAlarmPresets(wanted)),
    onSettled: () => queries.invalidateQueries({ queryKey: [alarmsKey] }),
  })
}
