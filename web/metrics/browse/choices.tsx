/** A list of places to go to, each with how many metrics are there. */
import { useEffect, useRef, useState } from 'react'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import classes from '../metrics.module.css'

export interface ChoicesProps {
  readonly label: string
  readonly choices: readonly { readonly key: string; readonly text: string; readonly count: number }[]
  readonly choose: (key: string) => void
}

export function Choices({ label, choices, choose }: ChoicesProps) {
  const words = useWords()
  const [at, setAt] = useState(-1)
  const list = useRef<HTMLUListElement>(null)
  const move = (by: number) => setAt(before => Math.min(Math.max(before + by, 0), choices.length - 1))
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => choices[at] && choose(choices[at].key),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one is marked by then
  useEffect(() => {
    list.current?.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <ul className={classes.choices} aria-label={label} ref={list}>
      {choices.map(({ key, text, count }, place) => (
        <li key={key}>
          <button type="button" data-at={place === at || undefined} onClick={() => choose(key)}>
            <span>{text}</span>
            <span className={classes.count}>{words.metrics.count(count, showCount(count))}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
