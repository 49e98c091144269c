/** Whole pages for what should not happen: an address that leads nowhere, and an error of the page's own. */
import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useWords } from '../i18n/index.ts'
import { Nothing, Trouble } from './states.tsx'

export function NotFoundPage() {
  const words = useWords()
  return (
    <Nothing title={words.state.notFound}>
      <p>{words.state.notFoundHint}</p>
      <Button component="a" href="/logs" variant="default" mt="sm">
        {words.state.toLogs}
      </Button>
    </Nothing>
  )
}

export function CrashPage({ error }: ErrorComponentProps) {
  const words = useWords()
  return (
    <Trouble
      title={words.state.crashed}
      message={error instanceof Error ? error.message : String(error)}
      retry={() => location.reload()}
    />
  )
}
