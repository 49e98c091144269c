/** What an opened line shows: its text or JSON in full, each field with filter buttons, what stands around it, and ways to copy it. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { ApiLogEvent } from '../../../src/model/index.ts'
import { showBytes } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { copyText } from '../../states/index.ts'
import type { ChangeView } from '../use-view.ts'
import { Context } from './context.tsx'
import classes from './details.module.css'
import { FieldTable } from './field-table.tsx'
import { JsonText } from './json-text.tsx'
import { parseJson } from './message.ts'

/** Characters of a message shown before "show all". */
const shownAtFirst = 20_000

export interface DetailsProps {
  readonly event: ApiLogEvent
  readonly pattern: string
  readonly change: ChangeView
}

type Tab = 'json' | 'text' | 'context'

export function Details({ event, pattern, change }: DetailsProps) {
  const words = useWords()
  const json = useMemo(() => parseJson(event.message), [event.message])
  const [tab, setTab] = useState<Tab>(json ? 'json' : 'text')
  return (
    <section className={classes.details} aria-label={words.row.details}>
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={words.row.details}
          value={tab}
          onChange={value => setTab(value as Tab)}
          data={[
            ...(json ? [{ value: 'json', label: words.row.json }] : []),
            { value: 'text', label: words.row.text },
            { value: 'context', label: words.row.context },
          ]}
        />
        <div className={classes.copies}>
          <CopyButton label={words.row.copyMessage} text={() => event.message} />
          <CopyButton label={words.row.copyEvent} text={() => JSON.stringify(event, undefined, 2)} />
          <CopyButton label={words.row.copyLink} text={() => location.href} link />
        </div>
      </div>
      {tab === 'context' ? (
        <Context event={event} />
      ) : (
        <div className={classes.columns}>
          <div className={classes.body}>
            {tab === 'json' && json ? <JsonText value={json} /> : <WholeText message={event.message} />}
          </div>
          <FieldTable event={event} json={json} pattern={pattern} change={change} />
        </div>
      )}
    </section>
  )
}

function WholeText({ message }: { readonly message: string }) {
  const words = useWords()
  const [all, setAll] = useState(false)
  const cut = !all && message.length > shownAtFirst
  return (
    <>
      <pre className={classes.text}>{cut ? message.slice(0, shownAtFirst) : message}</pre>
      {cut && (
        <p className={classes.cut}>
          {words.row.long(showBytes(new TextEncoder().encode(message).length))}{' '}
          <Button variant="subtle" onClick={() => setAll(true)}>
            {words.row.showAll}
          </Button>
        </p>
      )}
    </>
  )
}

function CopyButton({
  label,
  text,
  link = false,
}: {
  readonly label: string
  readonly text: () => string
  readonly link?: boolean
}) {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? IconCheck : link ? IconLink : IconCopy
  return (
    <Button
      variant="subtle"
      color="gray"
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
