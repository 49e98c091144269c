/** Whether the reader is still on a page: what is written to the address a moment late must not call back one who has gone on. */
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Place } from '../paths.ts'

export function useStillHere(place: Place['to']): () => boolean {
  const router = useRouter()
  return useCallback(() => router.latestLocation.pathname.replace(/\/$/, '') === place, [router, place])
}
