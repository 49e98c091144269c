/** The rows of one tab: a sign and a word for how each is, long lists with a bound that is said. */
import { IconAlertTriangle, IconCheck, IconClock, IconMinus } from '@tabler/icons-react'
import { showCount } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import classes from './cluster.module.css'
import type { Row, Rows } from './rows.ts'

/** Rows on the screen (count); the filter finds the others. */
export const shownRows = 500

const signs = { good: IconCheck, waiting: IconClock, bad: IconAlertTriangle, done: IconMinus } as const

export function Table({
  table,
  rows,
  label,
}: {
  readonly table: Rows
  readonly rows: readonly Row[]
  readonly label: string
}) {
  const { cluster: words } = useWords()
  const shown = rows.slice(0, shownRows)
  const more = rows.length > shown.length || table.total > table.rows.length
  return (
    <>
      <section className={classes.scroll} aria-label={label}>
        <table className={classes.table}>
          <thead>
            <tr>
              {table.columns.map(column => (
                <th key={column} scope="col">
                  {words.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <tr key={row.key}>
                {row.cells.map((cell, at) => (
                  <td key={table.columns[at]} data-column={table.columns[at]}>
                    {at === 0 ? <Sign row={row} /> : null}
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more && (
        <p className={classes.dim}>
          {words.cut(showCount(shown.length), showCount(Math.max(rows.length, table.total)))}
        </p>
      )}
    </>
  )
}

function Sign({ row }: { readonly row: Row }) {
  const { cluster: words } = useWords()
  const Icon = signs[row.tone]
  return (
    <span className={classes.sign} data-tone={row.tone} title={words.tone[row.tone]}>
      <Icon size={14} aria-hidden />
      <span className="mg-visually-hidden">{words.tone[row.tone]}</span>
    </span>
  )
}
