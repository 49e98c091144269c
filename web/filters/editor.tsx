/** A metric filter being written, beside what it would have done with the lines that are stored. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { ApiMetricFilter } from '../../src/model/index.ts'
import { metricUnits } from '../../src/model/index.ts'
import { useWords } from '../i18n/index.ts'
import { PatternInput } from '../logs/index.ts'
import { explain, Trouble } from '../states/index.ts'
import { draftOf, type FilterDraft, filterOf, mostDimensions, newDraft, troublesOf } from './draft.ts'
import classes from './filters.module.css'
import { Preview } from './preview.tsx'
import { useMetricFilterChanges } from './queries.ts'

const example = '$.path'

export interface FilterEditorProps {
  readonly group: string
  /** The one that is changed; undefined: a new one. */
  readonly filter: ApiMetricFilter | undefined
  readonly pattern: string
  readonly close: () => void
}

export function FilterEditor({ group, filter, pattern, close }: FilterEditorProps) {
  const words = useWords()
  const { save } = useMetricFilterChanges()
  const [draft, setDraft] = useState<FilterDraft>(() => (filter ? draftOf(filter) : newDraft(pattern)))
  const [tried, setTried] = useState(false)
  const troubles = troublesOf(draft)
  const set = (part: Partial<FilterDraft>) => setDraft(before => ({ ...before, ...part }))
  const wrong = (name: (typeof troubles)[number]) =>
    tried && troubles.includes(name) ? words.filters.troubles[name] : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (troubles.length === 0) save.mutate(filterOf(group, draft), { onSuccess: close })
  }
  return (
    <div className={classes.editor}>
      <form className={classes.form} onSubmit={submit} aria-label={words.filters.form}>
        <h2>{filter ? words.filters.editTitle(filter.name) : words.filters.createTitle}</h2>
        <span className={classes.label}>{words.search.pattern}</span>
        <PatternInput
          value={draft.pattern}
          apply={wanted => set({ pattern: wanted })}
          typing={wanted => set({ pattern: wanted })}
        />
        <TextInput
          label={words.filters.name}
          value={draft.name}
          disabled={filter !== undefined}
          error={wrong('name')}
          onChange={event => set({ name: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
        />
        <div className={classes.pair}>
          <TextInput
            label={words.filters.namespace}
            value={draft.namespace}
            error={wrong('namespace')}
            onChange={event => set({ namespace: event.currentTarget.value })}
            spellCheck={false}
          />
          <TextInput
            label={words.filters.metric}
            value={draft.metric}
            error={wrong('metric')}
            onChange={event => set({ metric: event.currentTarget.value })}
            spellCheck={false}
          />
        </div>
        <div className={classes.three}>
          <TextInput
            label={words.filters.value}
            description={words.filters.valueHint}
            value={draft.value}
            error={wrong('value')}
            onChange={event => set({ value: event.currentTarget.value })}
            spellCheck={false}
          />
          <TextInput
            label={words.filters.default}
            description={words.filters.defaultHint}
            value={draft.defaultValue}
            error={wrong('default') ?? wrong('default-with-dimensions')}
            onChange={event => set({ defaultValue: event.currentTarget.value })}
            inputMode="decimal"
          />
          <Select
            label={words.filters.unit}
            description={words.filters.unitHint}
            data={['None', ...metricUnits.filter(unit => unit !== 'None')]}
            value={draft.unit}
            allowDeselect={false}
            searchable
            onChange={value => set({ unit: value ?? 'None' })}
          />
        </div>
        <fieldset className={classes.dimensions}>
          <legend className={classes.label}>{words.filters.dimensions}</legend>
          <p className={classes.dim}>{words.filters.dimensionsHint}</p>
          {draft.dimensions.map((dimension, at) => {
            const change = (part: Partial<typeof dimension>) =>
              set({ dimensions: draft.dimensions.map((one, index) => (index === at ? { ...one, ...part } : one)) })
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form, told apart by their place
              <div key={at} className={classes.dimension}>
                <TextInput
                  aria-label={words.filters.dimensionName}
                  placeholder={words.filters.dimensionName}
                  value={dimension.name}
                  onChange={event => change({ name: event.currentTarget.value })}
                  spellCheck={false}
                />
                <TextInput
                  aria-label={words.filters.dimensionValue}
                  placeholder={example}
                  value={dimension.selector}
                  onChange={event => change({ selector: event.currentTarget.value })}
                  spellCheck={false}
                />
                <ActionIcon
                  aria-label={words.filters.dimensionOff}
                  onClick={() => set({ dimensions: draft.dimensions.filter((_, index) => index !== at) })}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </div>
            )
          })}
          {wrong('dimension') && (
            <p className={classes.wrong} role="alert">
              {wrong('dimension')}
            </p>
          )}
          {draft.dimensions.length < mostDimensions && (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconPlus size={13} aria-hidden />}
              onClick={() => set({ dimensions: [...draft.dimensions, { name: '', selector: '' }] })}
            >
              {words.filters.dimensionAdd}
            </Button>
          )}
        </fieldset>
        {save.isError && <Trouble inline message={explain(words, save.error)} />}
        <div className={classes.ways}>
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {filter ? words.insights.save : words.filters.createDo}
          </Button>
        </div>
      </form>
      <Preview group={group} draft={draft} />
    </div>
  )
}
