/** What the lines of the chosen groups hold: field names, how many lines have them, values; a click writes the name into the query. */
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { writeField, writeText } from './ask.ts'
import classes from './fields.module.css'
import { useFields } from './use-fields.ts'

export interface FieldsPanelProps {
  readonly groups: readonly string[]
  readonly at: number
  readonly take: (text: string) => void
}

export function FieldsPanel({ groups, at, take }: FieldsPanelProps) {
  const words = useWords()
  const fields = useFields(groups, at)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<string>()
  const shown = (fields.data?.fields ?? []).filter(field =>
    field.name.toLowerCase().includes(typed.trim().toLowerCase()),
  )
  if (groups.length === 0) return <p className={classes.dim}>{words.insights.groupsMissing}</p>
  return (
    <div className={classes.panel}>
      <TextInput
        className={classes.filter}
        leftSection={<IconSearch size={13} aria-hidden />}
        placeholder={words.insights.fieldFilter}
        aria-label={words.insights.fieldFilter}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
        spellCheck={false}
      />
      {fields.isError && !fields.data ? (
        <Trouble message={explain(words, fields.error)} retry={() => void fields.refetch()} />
      ) : !fields.data ? (
        <Waiting rows={12} height={24} />
      ) : shown.length === 0 ? (
        <p className={classes.dim}>{words.insights.noFields}</p>
      ) : (
        <ul className={classes.fields}>
          {shown.map(field => (
            <li key={field.name}>
              <div className={classes.field}>
                <button
                  type="button"
                  className={classes.name}
                  title={words.insights.insertField(field.name)}
                  onClick={() => take(writeField(field.name))}
                >
                  {field.name}
                </button>
                <button
                  type="button"
                  className={classes.percent}
                  aria-expanded={open === field.name}
                  aria-label={words.insights.valuesOf(field.name)}
                  title={words.insights.inLines(String(field.percent))}
                  onClick={() => setOpen(open === field.name ? undefined : field.name)}
                >
                  <span className={classes.track} aria-hidden>
                    <span style={{ width: `${field.percent}%` }} />
                  </span>
                  {field.percent} %
                </button>
              </div>
              {open === field.name && (
                <ul className={classes.values}>
                  {field.values.length === 0 && <li className={classes.dim}>{words.insights.noValues}</li>}
                  {field.values.map(value => (
                    <li key={value}>
                      <button type="button" title={value} onClick={() => take(writeText(value))}>
                        {value}
                      </button>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
