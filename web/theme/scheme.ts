/** The colour scheme that is on the screen, for what is drawn in pixels and must be drawn again when it changes. */
import { useEffect, useState } from 'react'

const read = (): string | null => document.documentElement.getAttribute('data-mantine-color-scheme')

export function useScheme(): string | null {
  const [scheme, setScheme] = useState(read)
  useEffect(() => {
    const watch = new MutationObserver(() => setScheme(read()))
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] })
    return () => watch.disconnect()
  }, [])
  return scheme
}
