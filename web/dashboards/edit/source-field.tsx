/** JSON to be read and written: as a text field with lines, since it is short and pasted more often than typed. */
import { Textarea } from '@mantine/core'
import { useWords } from '../../i18n/index.ts'
import classes from './edit.module.css'

export function SourceField({
  value,
  change,
  rows,
}: {
  readonly value: string
  readonly change?: (text: string) => void
  readonly rows: number
}) {
  const words = useWords()
  return (
    <Textarea
      aria-label={words.dashboards.source}
      value={value}
      onChange={event => change?.(event.currentTarget.value)}
      readOnly={change === undefined}
      minRows={rows}
      maxRows={rows}
      autosize
      spellCheck={false}
      classNames={{ input: classes.source ?? '' }}
      onKeyDown={event => {
        // Tab leaves the field, as everywhere; what it would have written is written with Ctrl or Cmd and ].
        if (event.key !== ']' || !(event.metaKey || event.ctrlKey) || !change) return
        event.preventDefault()
        const field = event.currentTarget
        field.setRangeText('  ', field.selectionStart, field.selectionEnd, 'end')
        change(field.value)
      }}
    />
  )
}
