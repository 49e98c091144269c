/** Hands key presses to whoever is on the screen: the handler mounted last answers first. */
import { useEffect, useRef } from 'react'
import { type KeyName, meaning } from './keys.ts'

type Handlers = Partial<Record<KeyName, () => void>>

const mounted: { readonly current: Handlers }[] = []
let pending: { readonly key: string; readonly at: number } | undefined
/** Milliseconds within which the second key of a pair must come. */
const pairWithin = 1_000

const typingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !isTick(target)
const isTick = (target: HTMLElement): boolean =>
  target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)
const onControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, input, select, [role="menuitem"]') !== null

/** While a dialog is open, only the keys meant for dialogs count. */
const dialogOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null

/** Of the field that the key was pressed in, before anybody has heard it: its own choices are open, and Escape is meant for them. */
let choosing = false
function beforeKeyDown({ target }: KeyboardEvent): void {
  choosing = target instanceof HTMLElement && target.closest('[aria-haspopup="listbox"][aria-expanded="true"]') !== null
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || (choosing && event.key === 'Escape')) return
  const before = pending && event.timeStamp - pending.at < pairWithin ? pending.key : undefined
  pending = undefined
  const found = meaning(
    {
      key: event.key,
      mod: event.metaKey || event.ctrlKey,
      alt: event.altKey,
      typing: typingIn(event.target),
      onControl: onControl(event.target),
    },
    before,
  )
  if (found.pending !== undefined) pending = { key: found.pending, at: event.timeStamp }
  const { name } = found
  if (name === undefined || (dialogOpen() && name !== 'palette')) return
  const handler = mounted.findLast(handlers => handlers.current[name] !== undefined)
  if (!handler) return
  event.preventDefault()
  handler.current[name]!()
}

/** The handlers may change with every render; the last ones count. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers)
  latest.current = handlers
  useEffect(() => {
    if (mounted.length === 0) {
      document.addEventListener('keydown', beforeKeyDown, true)
      document.addEventListener('keydown', onKeyDown)
    }
    mounted.push(latest)
    return () => {
      mounted.splice(mounted.indexOf(latest), 1)
      if (mounted.length > 0) return
      document.removeEventListener('keydown', beforeKeyDown, true)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
