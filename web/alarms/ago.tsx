/** How long ago something was, counted on while it is looked at. */
import { useEffect, useState } from 'react'
import { showDuration } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'

/** Milliseconds between two looks at the clock. */
const every = 5_000

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [])
  return now
}

export function Ago({ at }: { readonly at: number }) {
  const words = useWords()
  const now = useNow()
  const seconds = Math.max(1, Math.round((now - at) / 1_000))
  return <>{words.streams.ago(showDuration(seconds * 1_000, words.units))}</>
}
