/** JSON on several lines, its parts told apart by colour. */
import { useMemo } from 'react'
import classes from './details.module.css'

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

export function JsonText({ value }: { readonly value: object }) {
  const parts = useMemo(() => {
    const text = JSON.stringify(value, undefined, 2)
    const found: { readonly text: string; readonly kind: string | undefined }[] = []
    let at = 0
    for (const match of text.matchAll(token)) {
      const [whole, string, colon, word] = match
      if (match.index > at) found.push({ text: text.slice(at, match.index), kind: undefined })
      const kind = string ? (colon ? 'key' : 'string') : word ? 'word' : 'number'
      found.push({ text: whole, kind })
      at = match.index + whole.length
    }
    found.push({ text: text.slice(at), kind: undefined })
    return found
  }, [value])
  return (
    <pre className={classes.text}>
      {parts.map((part, at) =>
        part.kind ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in order
          <span key={at} data-kind={part.kind}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </pre>
  )
}
