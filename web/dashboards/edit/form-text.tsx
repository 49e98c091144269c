/** The form of a widget of words. */
import { Checkbox, Textarea } from '@mantine/core'
import type { TextWidget } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from './edit.module.css'
import { type FormProps, withProperty } from './form-props.ts'

export function TextForm({ json, widget, change }: FormProps<TextWidget>) {
  const words = useWords()
  return (
    <div className={classes.form}>
      <Textarea
        label={words.dashboards.markdown}
        description={words.dashboards.markdownHint}
        value={widget.markdown}
        onChange={event => change(withProperty(json, 'markdown', event.currentTarget.value))}
        minRows={6}
        maxRows={14}
        autosize
        data-autofocus
      />
      <Checkbox
        size="xs"
        label={words.dashboards.transparent}
        checked={widget.background === 'transparent'}
        onChange={event =>
          change(withProperty(json, 'background', event.currentTarget.checked ? 'transparent' : undefined))
        }
      />
    </div>
  )
}
