/** What can be chosen on a board: one field for each variable that is to be seen. The choice stands in the address. */
import { Autocomplete, SegmentedControl, Select, Skeleton, TextInput } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { type DashboardVariable, variableValues } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain } from '../../states/index.ts'
import type { FoundValues } from '../queries.ts'
import classes from './board.module.css'

export interface VariablesProps {
  readonly variables: readonly DashboardVariable[]
  /** What stands now, by id. */
  readonly values: Readonly<Record<string, string>>
  readonly found: FoundValues
  readonly choose: (id: string, value: string) => void
}

/** Few enough to stand beside each other. */
const radios = 5

export function Variables({ variables, values, found, choose }: VariablesProps) {
  const words = useWords()
  const seen = variables.filter(one => one.visible)
  if (seen.length === 0) return null
  return (
    <div className={classes.variables} role="group" aria-label={words.dashboards.variables}>
      {seen.map(variable => (
        <Field
          key={variable.id}
          variable={variable}
          value={values[variable.id] ?? ''}
          found={found.found[variable.id] ?? []}
          waiting={found.waiting && variable.search !== null}
          choose={value => choose(variable.id, value)}
        />
      ))}
      {found.error !== undefined && <span className={classes.dim}>{explain(words, found.error)}</span>}
    </div>
  )
}

interface FieldProps {
  readonly variable: DashboardVariable
  readonly value: string
  readonly found: readonly string[]
  readonly waiting: boolean
  readonly choose: (value: string) => void
}

function Field({ variable, value, found, waiting, choose }: FieldProps) {
  const words = useWords()
  const id = useId()
  const choices = variableValues(variable, found)
  if (waiting)
    return (
      <div className={classes.variable}>
        <span>{variable.label}</span>
        <Skeleton height={30} width={150} />
      </div>
    )
  if (variable.inputType === 'input')
    return (
      <div className={classes.variable}>
        <label htmlFor={id}>{variable.label}</label>
        <Typed id={id} value={value} choices={choices.map(one => one.value)} choose={choose} />
      </div>
    )
  if (choices.length === 0)
    return (
      <div className={classes.variable}>
        <span>{variable.label}</span>
        <em className={classes.dim}>{words.dashboards.noValues}</em>
      </div>
    )
  // A value out of the address that nobody offers still stands, and can be left.
  const all = value === '' || choices.some(one => one.value === value) ? choices : [{ value, label: value }, ...choices]
  if (variable.inputType === 'radio' && all.length <= radios)
    return (
      <div className={classes.variable}>
        <span id={id}>{variable.label}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby={id}
          value={value}
          onChange={choose}
          data={all.map(one => ({ value: one.value, label: one.label }))}
        />
      </div>
    )
  return (
    <div className={classes.variable}>
      <label htmlFor={id}>{variable.label}</label>
      <Select
        id={id}
        size="xs"
        value={value === '' ? null : value}
        onChange={next => next !== null && choose(next)}
        data={all.map(one => ({ value: one.value, label: one.label }))}
        searchable={all.length > radios}
        allowDeselect={false}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        maxDropdownHeight={320}
      />
    </div>
  )
}

/** Takes what was typed on Enter and on leaving, so that not every letter asks the whole board anew. */
function Typed({
  id,
  value,
  choices,
  choose,
}: {
  readonly id: string
  readonly value: string
  readonly choices: readonly string[]
  readonly choose: (value: string) => void
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const take = (next = typed) => next.trim() !== value && choose(next.trim())
  const keys = {
    onBlur: () => take(),
    onKeyDown: (event: { readonly key: string }) => event.key === 'Enter' && take(),
  }
  return choices.length > 0 ? (
    <Autocomplete
      id={id}
      size="xs"
      value={typed}
      onChange={setTyped}
      onOptionSubmit={take}
      data={[...choices]}
      {...keys}
    />
  ) : (
    <TextInput
      id={id}
      value={typed}
      onChange={event => setTyped(event.currentTarget.value)}
      {...keys}
      spellCheck={false}
    />
  )
}
