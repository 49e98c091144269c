/** An expression with what is wrong with it in words below, and the edit that would mend it. */
import { Button, Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useWords } from '../../i18n/index.ts'
import type { RowProblem } from '../ask.ts'
import { sayMathProblem } from '../fault.ts'
import classes from '../metrics.module.css'
import type { ExpressionRow } from '../row.ts'
import { useKnowledge } from './use-knowledge.ts'

const Editor = lazy(() => import('./editor.tsx'))

export interface ExpressionFieldProps {
  readonly row: ExpressionRow
  readonly ids: readonly { readonly id: string; readonly kind: 'metric' | 'expression'; readonly label: string }[]
  readonly namespace: string | undefined
  readonly problem: RowProblem | undefined
  readonly change: (expression: string) => void
}

export function ExpressionField({ row, ids, namespace, problem, change }: ExpressionFieldProps) {
  const words = useWords()
  const known = useKnowledge(row.expression, namespace)
  const error = problem?.kind === 'expression' ? problem.problem.error : null
  const mend = error?.mend
  return (
    <div className={classes.expression}>
      <Suspense fallback={<Skeleton height={32} />}>
        <Editor
          value={row.expression}
          label={words.metrics.expressionOf(row.id)}
          problem={error ?? undefined}
          known={{ ...known, ids: ids.filter(({ id }) => id !== row.id) }}
          change={text => text !== row.expression && change(text)}
          autoFocus={row.expression === ''}
        />
      </Suspense>
      {problem?.kind === 'expression' && (
        <p className={classes.problem} role="alert">
          <span>{sayMathProblem(words, problem.problem)}</span>
          {mend && (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() =>
                change(row.expression.slice(0, mend.span.from) + mend.insert + row.expression.slice(mend.span.to))
              }
            >
              {words.insights.mendReplace(mend.insert)}
            </Button>
          )}
        </p>
      )}
    </div>
  )
}
