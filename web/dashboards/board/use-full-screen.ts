/** Nothing but the board: over all else of the page, and where the browser lets us, over all else of the screen. */
import { useCallback, useEffect } from 'react'

export function useFullScreen(full: boolean, set: (full: boolean) => void): () => void {
  useEffect(() => {
    if (!full) return
    // The browser's own Escape leaves full screen without telling the page.
    const left = () => {
      if (document.fullscreenElement === null) set(false)
    }
    document.addEventListener('fullscreenchange', left)
    return () => document.removeEventListener('fullscreenchange', left)
  })
  useEffect(() => {
    if (!full && document.fullscreenElement) void document.exitFullscreen()
  }, [full])
  return useCallback(() => {
    if (!full) document.documentElement.requestFullscreen?.().catch(() => {})
    set(!full)
  }, [full, set])
}
