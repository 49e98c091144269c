/** The four states of a widget, each no taller than the widget: waiting, trouble, nothing, and what is missing beside what is there. */
import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWords } from '../../i18n/index.ts'
import { explain } from '../../states/index.ts'
import classes from './widgets.module.css'

export function WidgetWaiting() {
  const words = useWords()
  return (
    <div className={classes.waiting} role="status">
      <span className="mg-visually-hidden">{words.state.loading}</span>
      <Skeleton height="100%" radius="sm" />
    </div>
  )
}

export function WidgetTrouble({ error, message, retry }: { error?: unknown; message?: string; retry?: () => void }) {
  const words = useWords()
  return (
    <div className={classes.trouble} role="alert">
      <p>
        <IconAlertTriangle size={15} aria-hidden /> {message ?? explain(words, error)}
      </p>
      {retry && (
        <Button variant="default" size="compact-xs" onClick={retry}>
          {words.state.retry}
        </Button>
      )}
    </div>
  )
}

/** Nothing to draw, and why. */
export function WidgetNothing({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.nothing} tabIndex={0}>
      {children}
    </div>
  )
}

/** What is partial, or with `quiet` worth knowing: the first message, all of them on hover. */
export function WidgetNotes({ notes, quiet = false }: { readonly notes: readonly string[]; readonly quiet?: boolean }) {
  const words = useWords()
  if (notes.length === 0) return null
  return (
    <p className={classes.notes} title={notes.join('\n')} data-quiet={quiet || undefined}>
      {quiet ? <IconInfoCircle size={12} aria-hidden /> : <IconAlertTriangle size={12} aria-hidden />} {notes[0]}
      {notes.length > 1 && ` ${words.dashboards.moreNotes(String(notes.length - 1))}`}
    </p>
  )
}
