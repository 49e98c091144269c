/** The filter pattern: one line, checked by the server while it is typed, wrong parts underlined where they are. */
import { ActionIcon, Popover } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconHelpCircle, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { checkPattern, orThrow } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { pageLimits } from '../../limits.ts'
import classes from './query.module.css'

const examples = [
  ['ERROR timeout', 'words'],
  ['"Read timed out"', 'quoted'],
  ['ERROR -health', 'exclude'],
  ['?ERROR ?WARN', 'either'],
  ['{ $.level = "ERROR" }', 'json'],
  ['{ $.http.ms > 500 }', 'number'],
  ['%5\\d\\d%', 'regex'],
] as const

export interface PatternInputProps {
  readonly value: string
  /** Called on Enter or by the button, with a pattern that is not known to be wrong. */
  readonly apply: (pattern: string) => void
  /** In a form: called with every change; then there is no button, and no key leads here. */
  readonly typing?: (pattern: string) => void
}

export function PatternInput({ value, apply, typing }: PatternInputProps) {
  const words = useWords()
  const [typed, setTyped] = useState(value)
  const [shift, setShift] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const describedBy = useId()
  useEffect(() => setTyped(value), [value])
  useKeys(typing ? {} : { search: () => field.current?.focus() })
  const type = (text: string) => {
    setTyped(text)
    typing?.(text)
  }

  const [settled] = useDebouncedValue(typed, pageLimits.patternCheckDelay)
  const check = useQuery({
    queryKey: ['pattern', settled],
    queryFn: ({ signal }) => orThrow(checkPattern(settled, signal)),
    enabled: settled.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const wrong = settled === typed && typed.trim() !== '' && check.data?.ok === false ? check.data : undefined
  const dirty = typed.trim() !== value.trim()

  return (
    <div className={classes.pattern}>
      <div className={classes.patternField} data-wrong={wrong !== undefined || undefined}>
        <div className={classes.mirror} aria-hidden>
          <span style={{ transform: `translateX(${-shift}px)` }}>
            {wrong ? (
              <>
                {typed.slice(0, wrong.from)}
                <u className={classes.wrongPart}>
                  {typed.slice(wrong.from, Math.max(wrong.to, wrong.from + 1)) || ' '}
                </u>
                {typed.slice(Math.max(wrong.to, wrong.from + 1))}
              </>
            ) : (
              typed
            )}
          </span>
        </div>
        <input
          ref={field}
          type="text"
          className={classes.patternInput}
          value={typed}
          placeholder={words.search.placeholder}
          aria-label={words.search.pattern}
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong || dirty ? describedBy : undefined}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={event => type(event.currentTarget.value)}
          onScroll={event => setShift(event.currentTarget.scrollLeft)}
          onSelect={event => setShift(event.currentTarget.scrollLeft)}
          onKeyDown={event => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter' && typing) event.preventDefault()
            if (event.key === 'Enter' && !wrong) apply(typed.trim())
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        {typed !== '' && (
          <ActionIcon
            size={22}
            aria-label={words.search.clear}
            onClick={() => {
              type('')
              apply('')
              field.current?.focus()
            }}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
        <PatternHelp take={type} />
      </div>
      {!typing && (
        <button
          type="button"
          className={classes.run}
          data-dirty={dirty || undefined}
          disabled={wrong !== undefined}
          onClick={() => apply(typed.trim())}
        >
          {words.search.run}
        </button>
      )}
      {wrong ? (
        <p id={describedBy} role="alert" className={classes.wrongText}>
          {wrong.message}
        </p>
      ) : (
        dirty &&
        !typing && (
          <p id={describedBy} className={classes.dirtyText}>
            {words.search.dirty}
          </p>
        )
      )}
    </div>
  )
}

function PatternHelp({ take }: { readonly take: (pattern: string) => void }) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" returnFocus trapFocus>
      <Popover.Target>
        <ActionIcon size={22} aria-label={words.search.patternHelp} onClick={() => setOpen(!open)}>
          <IconHelpCircle size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.search.patternHelp}>
        <strong>{words.search.help.title}</strong>
        <ul className={classes.examples}>
          {examples.map(([pattern, means]) => (
            <li key={pattern}>
              <button
                type="button"
                onClick={() => {
                  take(pattern)
                  setOpen(false)
                }}
              >
                {pattern}
              </button>
              <span>{words.search.help[means]}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
