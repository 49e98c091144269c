/** Every field of a line, the ones kept beside it and those inside its JSON, with buttons to filter by its value. */
import { IconMinus, IconPlus } from '@tabler/icons-react'
import type { ApiLogEvent, ApiLogFilter } from '../../../src/model/index.ts'
import { logFieldNames } from '../../../src/model/index.ts'
import { showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { showFilterValue } from '../query/index.ts'
import type { ChangeView } from '../use-view.ts'
import { withFilter } from '../view.ts'
import classes from './details.module.css'
import { type JsonField, jsonFields, withField } from './message.ts'

export interface FieldTableProps {
  readonly event: ApiLogEvent
  readonly json: object | undefined
  readonly pattern: string
  readonly change: ChangeView
}

/** Leaves of a JSON line listed here; the JSON beside it shows all. */
const listed = 200

export function FieldTable({ event, json, pattern, change }: FieldTableProps) {
  const words = useWords()
  const time = useTime()
  const kept = logFieldNames.filter(field => event[field] !== '' || field === 'level')
  return (
    <table className={classes.fields}>
      <caption className="mg-visually-hidden">{words.row.fields}</caption>
      <colgroup>
        <col />
        <col />
      </colgroup>
      <thead className="mg-visually-hidden">
        <tr>
          <th>{words.row.field}</th>
          <th>{words.row.value}</th>
        </tr>
      </thead>
      <tbody>
        {kept.map(field => {
          const filter = { field, value: event[field] } as const
          return (
            <Row
              key={field}
              name={words.field[field]}
              value={showFilterValue(words, filter)}
              filter={exclude => change(before => withFilter(before, exclude ? { ...filter, exclude } : filter))}
            />
          )
        })}
        {json &&
          jsonFields(json)
            .slice(0, listed)
            .map(field => (
              <Row
                key={field.path}
                name={field.path.replace(/^\$\.?/, '')}
                value={field.value === null ? 'null' : String(field.value)}
                mono
                filter={filterBy(field, pattern, change)}
              />
            ))}
        <Row name={words.field.group} value={event.group} />
        <Row name={words.field.time} value={showExactTime(event.timestamp, time.zone)} />
        <Row name={words.field.ingested} value={showExactTime(event.ingestionTime, time.zone)} />
        <Row name={words.field.id} value={event.id} mono />
      </tbody>
    </table>
  )
}

/** By the pattern where it can hold the field; else, for a single word, by the word index; else not at all. */
function filterBy(field: JsonField, pattern: string, change: ChangeView): ((exclude: boolean) => void) | undefined {
  if (withField(pattern, field, false) !== undefined)
    return exclude =>
      change(before => ({
        ...before,
        pattern: withField(before.pattern, field, exclude) ?? before.pattern,
        row: undefined,
      }))
  const value = String(field.value)
  if (!/^[A-Za-z0-9]+$/.test(value)) return undefined
  const filter: ApiLogFilter = { field: 'word', value }
  return exclude => change(before => withFilter(before, exclude ? { ...filter, exclude } : filter))
}

interface RowProps {
  readonly name: string
  readonly value: string
  readonly mono?: boolean
  readonly filter?: ((exclude: boolean) => void) | undefined
}

function Row({ name, value, mono = false, filter }: RowProps) {
  const words = useWords()
  return (
    <tr>
      <th scope="row" className={mono ? classes.mono : undefined}>
        {name}
      </th>
      <td className={mono ? classes.mono : undefined}>
        <span className={classes.value}>{value}</span>
        {filter && (
          <span className={classes.actions}>
            <button
              type="button"
              aria-label={words.row.add(name)}
              title={words.row.add(name)}
              onClick={() => filter(false)}
            >
              <IconPlus size={12} aria-hidden />
            </button>
            <button
              type="button"
              aria-label={words.row.exclude(name)}
              title={words.row.exclude(name)}
              onClick={() => filter(true)}
            >
              <IconMinus size={12} aria-hidden />
            </button>
          </span>
        )}
      </td>
    </tr>
  )
}
