/** What is typed into a field whose text stands in the address: the address follows a moment later, and must neither move the cursor nor break a syllable that is being written. */
import { useEffect, useRef, useState } from 'react'

/** `given`: texts that the field handed over and has not heard of yet, the oldest first. Which of them are left once `value` is heard; undefined: it came from elsewhere. */
export function stillUnheard(given: readonly string[], value: string): readonly string[] | undefined {
  const at = given.indexOf(value)
  return at < 0 ? undefined : given.slice(at + 1)
}

/** The text of the field and its setter. `take` is called with each text; another `value` than those (a link, the way back) goes into the field. */
export function useTyped(value: string, take: (text: string) => void): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState(value)
  const given = useRef<readonly string[]>([])
  useEffect(() => {
    const left = stillUnheard(given.current, value)
    given.current = left ?? []
    if (left === undefined) setTyped(value)
  }, [value])
  const type = (text: string) => {
    setTyped(text)
    given.current = [...given.current, text]
    take(text)
  }
  return [typed, type]
}
