/** An alarm being written, new or changed, beside what it would have done over the last days. */
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue, useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import { explain, Trouble, Waiting } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { useAlarm, useAlarmChanges } from '../queries.ts'
import { useStillHere } from '../still-here.ts'
import { ActionFields } from './action-fields.tsx'
import { changesOf, type EditView, readEdit } from './address.ts'
import { ConditionFields } from './condition-fields.tsx'
import { type AlarmDraft, draftOf, inputOf, newDraft, troublesOf } from './draft.ts'
import { MetricFields } from './metric-fields.tsx'
import { Preview } from './preview.tsx'
import { QueriesField } from './queries-field.tsx'
import { RuleField } from './rule-field.tsx'

export function AlarmEditPage() {
  const words = useWords()
  const view = readEdit(useSearch({ strict: false }) as Search)
  const from = view.name ?? view.copyOf
  const found = useAlarm(from ?? '', from !== undefined)
  useDocumentTitle(
    [view.name === undefined ? words.alarms.createTitle : words.alarms.editTitle(view.name), words.brand].join(' · '),
  )
  if (from !== undefined && !found.data)
    return found.isError ? (
      <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
    ) : (
      <Waiting rows={14} height={36} />
    )
  const stored = found.data && draftOf(found.data.alarm.input)
  const base = stored === undefined ? newDraft : view.name === undefined ? { ...stored, name: '' } : stored
  return <Editor key={`${view.name}\n${view.copyOf}`} view={view} base={base} />
}

const kinds = ['metric', 'queries', 'composite'] as const

function Editor({ view, base }: { readonly view: EditView; readonly base: AlarmDraft }) {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const { put } = useAlarmChanges()
  const stillHere = useStillHere('/alarms/edit')
  const [draft, setDraft] = useState<AlarmDraft>(() => ({ ...base, ...view.draft }))
  const [days, setDays] = useState(view.days)
  const [tried, setTried] = useState(false)
  const troubles = troublesOf(draft)
  const set = (part: Partial<AlarmDraft>) => setDraft(before => ({ ...before, ...part }))
  const wrong = (name: (typeof troubles)[number]) =>
    tried && troubles.includes(name) ? words.alarms.troubles[name] : undefined

  // What is written stands in the address, so that a reload loses nothing.
  const [settled] = useDebouncedValue(draft, pageLimits.patternCheckDelay)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was written moves the address
  useEffect(() => {
    if (!stillHere()) return
    void navigate({
      ...paths.alarmEdit({ name: view.name, copyOf: view.copyOf, draft: changesOf(settled, base), days }, time),
      replace: true,
    })
  }, [settled, days])

  const cancel = () =>
    void navigate(view.name === undefined ? paths.alarms({}, time) : paths.alarm({ name: view.name }, time))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (troubles.length > 0) return
    put.mutate(inputOf(draft), { onSuccess: alarm => void navigate(paths.alarm({ name: alarm.name }, time)) })
  }
  const part = { draft, set, wrong }
  return (
    <div className={classes.editor}>
      <form className={classes.editForm} onSubmit={submit} aria-label={words.alarms.form} noValidate>
        <h1>{view.name === undefined ? words.alarms.createTitle : words.alarms.editTitle(view.name)}</h1>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.alarms.watches}
          value={draft.kind}
          disabled={view.name !== undefined}
          onChange={value => set({ kind: value as AlarmDraft['kind'] })}
          data={kinds.map(value => ({ value, label: words.alarms.watched[value] }))}
        />
        {draft.kind === 'metric' && <MetricFields {...part} />}
        {draft.kind === 'queries' && <QueriesField {...part} />}
        {draft.kind === 'composite' ? <RuleField {...part} /> : <ConditionFields {...part} />}
        <ActionFields {...part} />
        <fieldset className={classes.fields}>
          <legend>{words.alarms.naming}</legend>
          <TextInput
            label={words.alarms.name}
            value={draft.name}
            disabled={view.name !== undefined}
            error={wrong('name')}
            onChange={event => set({ name: event.currentTarget.value })}
            spellCheck={false}
            autoComplete="off"
          />
          <Textarea
            size="xs"
            label={words.alarms.description}
            description={words.alarms.descriptionHint}
            value={draft.description}
            onChange={event => set({ description: event.currentTarget.value })}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1_024}
          />
        </fieldset>
        {tried && troubles.length > 0 && (
          <p role="alert" className={classes.bad}>
            {words.alarms.unfinished}
          </p>
        )}
        {put.isError && <Trouble inline message={explain(words, put.error)} />}
        <div className={classes.formWays}>
          <Button variant="default" onClick={cancel}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={put.isPending}>
            {view.name === undefined ? words.alarms.createDo : words.insights.save}
          </Button>
        </div>
      </form>
      <Preview draft={draft} set={set} days={days} setDays={setDays} />
    </div>
  )
}
