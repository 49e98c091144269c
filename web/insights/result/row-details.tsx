/** An opened row: every field of its event, or of the row itself, each to copy or to ask for. */
import { Button } from '@mantine/core'
import { IconCheck, IconCopy, IconMinus, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { Query } from '../../../src/query/insights/index.ts'
import { getRecord, orThrow } from '../../api/index.ts'
import { showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { copyText, explain, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { condition, withFirst } from '../ask.ts'
import { timeOf } from './chart-data.ts'
import { rowObject } from './files.ts'
import classes from './table.module.css'

export interface RowDetailsProps {
  readonly row: ApiQueryAnswer['rows'][number]
  readonly columns: readonly string[]
  readonly query: Query | undefined
  readonly text: string
  readonly ask: (text: string) => void
}

/** Fields that name one event alone: no condition is worth asking for. */
const unique = new Set(['@ptr', '@timestamp', '@ingestionTime', '@message'])

export function RowDetails({ row, columns, query, text, ask }: RowDetailsProps) {
  const words = useWords()
  const time = useTime()
  const { ptr } = row
  const record = useQuery({
    queryKey: ['record', ptr],
    queryFn: ({ signal }) => orThrow(getRecord(ptr!, signal)),
    enabled: ptr !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const own = rowObject(columns, row.values)
  const fields = { ...own, ...(record.data?.fields ?? {}) }
  const mayAsk = query !== undefined && ptr !== undefined
  return (
    <section className={classes.record} aria-label={words.row.details}>
      <div className={classes.copies}>
        {fields['@message'] !== undefined && (
          <CopyButton label={words.row.copyMessage} text={() => fields['@message']!} />
        )}
        <CopyButton label={words.row.copyEvent} text={() => JSON.stringify(fields, undefined, 2)} />
        <CopyButton label={words.row.copyLink} text={() => location.href} />
      </div>
      {record.isError && <Trouble inline message={explain(words, record.error)} retry={() => void record.refetch()} />}
      {ptr !== undefined && record.isPending && !record.isError ? (
        <Waiting rows={6} />
      ) : (
        <table className={classes.fields}>
          <caption className="mg-visually-hidden">{words.row.fields}</caption>
          <tbody>
            {Object.entries(fields)
              .filter(([name]) => name !== '@ptr')
              .map(([name, value]) => {
                const at = timeOf(value)
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>
                      <span className={classes.value}>{value}</span>
                      {at !== undefined && <span className={classes.zone}> {showExactTime(at, time.zone)}</span>}
                      <span className={classes.actions}>
                        {mayAsk && !unique.has(name) && (
                          <>
                            <button
                              type="button"
                              aria-label={words.row.add(name)}
                              title={words.row.add(name)}
                              onClick={() => ask(withFirst(text, query.source, condition(name, value, false)))}
                            >
                              <IconPlus size={12} aria-hidden />
                            </button>
                            <button
                              type="button"
                              aria-label={words.row.exclude(name)}
                              title={words.row.exclude(name)}
                              onClick={() => ask(withFirst(text, query.source, condition(name, value, true)))}
                            >
                              <IconMinus size={12} aria-hidden />
                            </button>
                          </>
                        )}
                        <button
                          type="button"
                          aria-label={`${words.row.copy} ${name}`}
                          title={words.row.copy}
                          onClick={() => void copyText(value)}
                        >
                          <IconCopy size={12} aria-hidden />
                        </button>
                      </span>
                    </td>
                  </tr>
                )
              })}
          </tbody>
        </table>
      )}
    </section>
  )
}

function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? IconCheck : IconCopy
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      leftSection={<Icon size={13} aria-hidden />}
      onClick={() => {
        void copyText(text()).then(() => setCopied(true))
        setTimeout(() => setCopied(false), 1_500)
      }}
    >
      {copied ? words.row.copied : label}
    </Button>
  )
}
