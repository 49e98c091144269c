/** The states a part of a page can be in besides showing what it has: loading, empty, trouble. One look for all pages. */
import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy, IconInbox } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Said } from '../../src/model/index.ts'
import { ApiProblem } from '../api/index.ts'
import { type Catalogue, saying, useWords } from '../i18n/index.ts'
import classes from './states.module.css'

/** The one place where trouble becomes words. */
export function explain(words: Catalogue, error: unknown): string {
  if (!(error instanceof ApiProblem))
    return explainCode(words, 'unreachable', error instanceof Error ? error.message : '')
  const { problem } = error
  switch (problem.kind) {
    case 'refused':
      return saying(words, problem.error.said, problem.error.message)
    case 'unreachable':
      return words.state.unreachable
    case 'garbled':
      return words.state.garbled(problem.status)
  }
}

/** For trouble that arrives in the middle of a stream: the server's message, or our words where it has none. */
export function explainCode(words: Catalogue, code: string, message: string, said?: Said): string {
  if (message !== '') return saying(words, said, message)
  if (code === 'cut-off') return words.state.cutOff
  if (code === 'garbled') return words.state.garbled(200)
  return words.state.unreachable
}

export function Trouble({
  title,
  message,
  retry,
  inline = false,
}: {
  readonly title?: string
  readonly message: string
  readonly retry?: (() => void) | undefined
  readonly inline?: boolean
}) {
  const words = useWords()
  return (
    <div className={inline ? classes.inline : classes.block} role="alert">
      <IconAlertTriangle size={inline ? 16 : 28} className={classes.trouble} aria-hidden />
      <div className={classes.say}>
        <strong>{title ?? words.state.errorTitle}</strong>
        <p className={classes.message}>{message}</p>
      </div>
      {retry && (
        <Button variant="default" onClick={retry}>
          {words.state.retry}
        </Button>
      )}
    </div>
  )
}

export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={classes.block}>
      <IconInbox size={28} className={classes.dim} aria-hidden />
      <div className={classes.say}>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  )
}

/** A command that a person runs elsewhere. */
export function Command({ text }: { readonly text: string }) {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  return (
    <div className={classes.command}>
      <pre tabIndex={0}>{text}</pre>
      <button
        type="button"
        aria-label={copied ? words.state.copied : words.state.copyCommand}
        title={words.state.copyCommand}
        onClick={() => {
          void copyText(text).then(() => setCopied(true))
          setTimeout(() => setCopied(false), 1_500)
        }}
      >
        {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      </button>
    </div>
  )
}

/** Also without HTTPS, where browsers hide the clipboard. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

/** Rows of the height that the real ones will have, so that nothing jumps. */
export function Waiting({ rows, height = 22 }: { readonly rows: number; readonly height?: number }) {
  const words = useWords()
  return (
    <div className={classes.waiting} role="status">
      <span className="mg-visually-hidden">{words.state.loading}</span>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={at} style={{ height }}>
          <Skeleton height={Math.min(10, height / 2)} width={`${35 + ((at * 37) % 60)}%`} radius="sm" />
        </div>
      ))}
    </div>
  )
}
