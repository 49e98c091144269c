/** Queries as CloudWatch's JSON has them: metric math, Metrics Insights, a band; checked by their languages while they are written. */
import { Button, Select, Textarea } from '@mantine/core'
import { useMemo } from 'react'
import type { CompileError, MathProblem } from '../../../src/query/metric-math/index.ts'
import { useWords } from '../../i18n/index.ts'
import { ExpressionField } from '../../metrics/editor/index.ts'
import { sayExpressionFault } from '../../metrics/fault.ts'
import { plainLook } from '../../metrics/row.ts'
import classes from '../alarms.module.css'
import { type Operator, rowsOf, textOf } from '../words/facts.ts'
import { type QueriesTrouble, queriesTroubles, type Sample, samples, withExpression } from './check.ts'
import { queriesOf } from './draft.ts'
import type { FormPart } from './part.ts'

const example = '[{"Id": "m1", "MetricStat": {…}}]'

export function QueriesField({ draft, set, wrong }: FormPart) {
  const words = useWords()
  const troubles = useMemo(() => queriesTroubles(draft.queries, draft.bandId), [draft.queries, draft.bandId])
  const queries = rowsOf(queriesOf(draft.queries))
  const ids = queries.map(one => textOf(one.Id))
  const known = queries.map(one => ({
    id: textOf(one.Id),
    kind: one.Expression === undefined ? ('metric' as const) : ('expression' as const),
    label: textOf(one.Label),
  }))
  const begin = (name: Sample) => {
    const { queries: begun, threshold, operator, bandId } = samples[name]
    set({ queries: JSON.stringify(begun, null, 2), threshold, operator: operator as Operator, bandId })
  }
  const others = troubles.filter(one => one.code !== 'expression')
  const noJson = draft.queries.trim() !== '' && queriesOf(draft.queries) === undefined
  return (
    <fieldset className={classes.fields}>
      <legend>{words.alarms.watched.queries}</legend>
      <div className={classes.samples}>
        <span className={classes.dim}>{words.alarms.beginWith}</span>
        {(Object.keys(samples) as Sample[]).map(name => (
          <Button key={name} variant="default" size="compact-xs" onClick={() => begin(name)}>
            {words.alarms.samples[name]}
          </Button>
        ))}
      </div>
      <Textarea
        size="xs"
        label={words.alarms.queries}
        description={words.alarms.queriesHint}
        placeholder={example}
        value={draft.queries}
        error={wrong('queries') ?? (noJson ? words.alarms.troubles.queries : undefined)}
        onChange={event => set({ queries: event.currentTarget.value })}
        autosize
        minRows={8}
        maxRows={24}
        spellCheck={false}
        classNames={{ input: classes.mono ?? '' }}
      />
      {queries.map((one, at) => {
        if (typeof one.Expression !== 'string') return null
        const id = textOf(one.Id)
        const trouble = troubles.find(found => found.code === 'expression' && found.id === id)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: queries of one list; an id may be wrong or twice
          <div key={`${at} ${id}`}>
            <div className={classes.label}>{id}</div>
            <ExpressionField
              row={{ ...plainLook, kind: 'expression', id, expression: one.Expression }}
              ids={known}
              namespace={undefined}
              problem={
                trouble?.code === 'expression'
                  ? { kind: 'expression', problem: problemOf(id, trouble.error) }
                  : undefined
              }
              change={expression => set({ queries: withExpression(draft.queries, at, expression) })}
            />
          </div>
        )
      })}
      {others.length > 0 && (
        <ul className={classes.troubles} role="status">
          {others.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: troubles of one text, in order
            <li key={at}>
              <Said trouble={one} />
            </li>
          ))}
        </ul>
      )}
      <Select
        label={words.alarms.bandId}
        data={[
          { value: '', label: words.alarms.bandNone },
          ...ids.filter(id => id !== '').map(id => ({ value: id, label: id })),
        ]}
        value={draft.bandId}
        allowDeselect={false}
        onChange={value => set({ bandId: value ?? '' })}
      />
    </fieldset>
  )
}

const problemOf = (id: string, error: CompileError): MathProblem => ({
  ...{ id, error },
  message: error.message,
  said: error.said.sentence,
})

function Said({ trouble }: { readonly trouble: QueriesTrouble }) {
  const words = useWords()
  const { queryTroubles } = words.alarms
  switch (trouble.code) {
    case 'expression':
      return sayExpressionFault(words, trouble.error)
    case 'twice':
      return queryTroubles.twice(trouble.id)
    case 'bad-id':
      return queryTroubles.badId(trouble.id)
    case 'returned':
      return queryTroubles.returned
    case 'no-band':
      return queryTroubles.noBand(trouble.id)
  }
}
