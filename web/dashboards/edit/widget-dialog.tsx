/** One widget: what it shows drawn live, above a form for what is changed often, or its JSON for everything. */
import { Button, Group, Modal, Tabs } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import {
  applyVariables,
  type DashboardVariable,
  readDashboardJson,
  type Widget,
} from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import { copyText } from '../../states/index.ts'
import { WidgetBody } from '../widgets/body.tsx'
import type { Json } from './body.ts'
import { checkWidget, parseJson } from './check.ts'
import classes from './edit.module.css'
import { AlarmForm } from './form-alarm.tsx'
import { LogForm } from './form-log.tsx'
import { MetricForm } from './form-metric.tsx'
import { TextForm } from './form-text.tsx'
import { SourceField } from './source-field.tsx'
import { Troubles } from './troubles.tsx'

export interface WidgetDialogProps {
  readonly widget: Json
  readonly fresh: boolean
  readonly tab: 'form' | 'source'
  readonly readOnly: boolean
  readonly variables: readonly DashboardVariable[]
  readonly values: Readonly<Record<string, string>>
  readonly apply: (widget: Json) => void
  readonly close: () => void
}

/** Milliseconds without typing before the preview asks. */
const pause = 400

export default function WidgetDialog(props: WidgetDialogProps) {
  const { widget, fresh, readOnly, variables, values, apply, close } = props
  const words = useWords()
  const [tab, setTab] = useState<string>(props.tab)
  const [text, setText] = useState(() => JSON.stringify(widget, undefined, 2))
  const parsed = useMemo(() => parseJson(text), [text])
  const json = parsed.ok ? (parsed.json as Json) : undefined
  const check = useMemo(
    () =>
      parsed.ok
        ? checkWidget(parsed.json, undefined)
        : { errors: [{ path: '', message: parsed.message }], warnings: [] },
    [parsed],
  )
  const [drawn] = useDebouncedValue(text, pause)
  const preview = useMemo(() => previewOf(drawn, variables, values), [drawn, variables, values])
  const change = (next: Json) => setText(JSON.stringify(next, undefined, 2))
  const read = useMemo(
    () => (json === undefined ? undefined : readDashboardJson({ widgets: [json] }).dashboard.widgets[0]),
    [json],
  )
  return (
    <Modal
      opened
      onClose={close}
      size={920}
      title={readOnly ? words.dashboards.source : fresh ? words.dashboards.newWidget : words.dashboards.changeWidget}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      {!readOnly && (
        <section className={classes.preview} aria-label={words.dashboards.preview}>
          {preview && <WidgetBody widget={preview} periodOverride="auto" seen log={false} />}
        </section>
      )}
      <Tabs value={readOnly ? 'source' : tab} onChange={next => setTab(next ?? 'form')}>
        {!readOnly && (
          <Tabs.List>
            <Tabs.Tab value="form">{words.dashboards.form}</Tabs.Tab>
            <Tabs.Tab value="source">{words.dashboards.source}</Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="form" pt="sm">
          <Form json={json} widget={read} change={change} toSource={() => setTab('source')} />
        </Tabs.Panel>
        <Tabs.Panel value="source" pt="sm">
          <SourceField value={text} rows={14} {...(readOnly ? {} : { change: setText })} />
        </Tabs.Panel>
      </Tabs>
      {!readOnly && <Troubles check={check} />}
      <Group justify="flex-end" mt="sm">
        {tab === 'source' && (
          <Button variant="default" onClick={() => void copyText(text)}>
            {words.dashboards.copyText}
          </Button>
        )}
        <Button variant="default" onClick={close}>
          {readOnly ? words.dashboards.close : words.groups.cancel}
        </Button>
        {!readOnly && (
          <Button disabled={json === undefined || check.errors.length > 0} onClick={() => json && apply(json)}>
            {fresh ? words.dashboards.addDo : words.dashboards.applyChange}
          </Button>
        )}
      </Group>
    </Modal>
  )
}

/** With the board's variables put in, as it will stand there. */
function previewOf(
  text: string,
  variables: readonly DashboardVariable[],
  values: Readonly<Record<string, string>>,
): Widget | undefined {
  const parsed = parseJson(text)
  if (!parsed.ok) return undefined
  return readDashboardJson(applyVariables({ widgets: [parsed.json] }, variables, values)).dashboard.widgets[0]
}

function Form({
  json,
  widget,
  change,
  toSource,
}: {
  readonly json: Json | undefined
  readonly widget: Widget | undefined
  readonly change: (json: Json) => void
  readonly toSource: () => void
}) {
  const words = useWords()
  if (json !== undefined && json.type === 'alarm') return <AlarmForm json={json} change={change} />
  if (json !== undefined && widget !== undefined)
    switch (widget.type) {
      case 'metric':
        return <MetricForm json={json} widget={widget} change={change} />
      case 'text':
        return <TextForm json={json} widget={widget} change={change} />
      case 'log':
        return <LogForm json={json} widget={widget} change={change} />
    }
  return (
    <div className={classes.noForm}>
      <p>{words.dashboards.noForm}</p>
      <Button variant="default" onClick={toSource}>
        {words.dashboards.toSource}
      </Button>
    </div>
  )
}
