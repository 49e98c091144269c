/** What the saved queries ask and change. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deleteQuery, getSavedQueries, orThrow, type SavedQueryChange, saveQuery } from '../../api/index.ts'

export const savedKey = ['saved-queries'] as const

export const useSavedQueries = (enabled = true) =>
  useQuery({ queryKey: savedKey, queryFn: ({ signal }) => orThrow(getSavedQueries(signal)), enabled })

/** Each change asks the list again when it is through. */
export function useSavedChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: savedKey })
  return {
    save: useMutation({ mutationFn: (saved: SavedQueryChange) => orThrow(saveQuery(saved)), onSuccess }),
    remove: useMutation({ mutationFn: (id: string) => orThrow(deleteQuery(id)), onSuccess }),
  }
}
