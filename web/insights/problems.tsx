/** Below the editor: what is wrong and where, with the mend as a button; what was moved or mended; what is still missing. */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { Span } from '../../src/query/insights/index.ts'
import { saying, useWords } from '../i18n/index.ts'
import type { QueryCheck } from './editor/language.ts'
import { sayFault } from './fault.ts'
import classes from './insights.module.css'

export interface ProblemsProps {
  readonly checked: QueryCheck
  readonly empty: boolean
  readonly groupsMissing: boolean
  readonly mend: (span: Span, insert: string) => void
}

export function Problems({ checked, empty, groupsMissing, mend }: ProblemsProps) {
  const words = useWords()
  const missing = groupsMissing && (
    <div className={classes.notice}>
      <IconInfoCircle size={15} aria-hidden />
      <span>{words.insights.groupsMissing}</span>
    </div>
  )
  if (empty) return missing
  if (!checked.ok) {
    const { error } = checked
    return (
      <div className={classes.problem} role="alert">
        <IconAlertTriangle size={15} aria-hidden />
        <span>
          {sayFault(words, error)}
          {error.said.aws !== null && (
            <small className={classes.aws}>{` ${words.state.awsSays} ${error.said.aws}`}</small>
          )}
        </span>
        {error.mend && (
          <Button size="compact-xs" variant="default" onClick={() => mend(error.mend!.span, error.mend!.insert)}>
            {mendWords(words.insights, error.mend.span, error.mend.insert)}
          </Button>
        )}
      </div>
    )
  }
  return (
    <>
      {checked.notices.map(notice => (
        <div key={`${notice.code}${notice.span.from}`} className={classes.notice}>
          <IconInfoCircle size={15} aria-hidden />
          <span>{saying(words, notice, notice.message)}</span>
        </div>
      ))}
      {missing}
    </>
  )
}

function mendWords(words: ReturnType<typeof useWords>['insights'], span: Span, insert: string): string {
  const shown = insert.trim().slice(0, 40)
  if (span.from === span.to) return words.mendInsert(shown)
  return insert === '' ? words.mendRemove : words.mendReplace(shown)
}
