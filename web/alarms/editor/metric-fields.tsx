/** Choosing one metric: namespace, name, dimensions out of those with data, statistic and period. */
import { ActionIcon, Autocomplete, Button, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ApiMetric } from '../../../src/model/index.ts'
import { showDuration } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from '../alarms.module.css'
import { showStat } from '../words/condition.ts'
import type { Dimension } from './draft.ts'
import type { FormPart } from './part.ts'
import { useMetricsOf, useNamespaces, useSetsOf } from './queries.ts'

const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p95', 'p99', 'p99.9']
/** Seconds. */
const periods = [10, 30, 60, 300, 900, 3_600, 21_600, 86_400]
const mostDimensions = 30

export function MetricFields({ draft, set, wrong }: FormPart) {
  const words = useWords()
  const namespaces = useNamespaces()
  const [typed] = useDebouncedValue(draft.metric.trim(), 150)
  const metrics = useMetricsOf(draft.namespace.trim(), typed)
  const names = [...new Set((metrics.data?.metrics ?? []).map(one => one.metric))]
  const offered = [...new Set([...periods.map(String), draft.period])].sort((a, b) => Number(a) - Number(b))
  return (
    <fieldset className={classes.fields}>
      <legend>{words.alarms.watched.metric}</legend>
      <div className={classes.pair}>
        <Autocomplete
          size="xs"
          label={words.filters.namespace}
          value={draft.namespace}
          onChange={namespace => set({ namespace })}
          data={(namespaces.data?.namespaces ?? []).map(one => one.namespace)}
          error={wrong('metric')}
          spellCheck={false}
        />
        <Autocomplete
          size="xs"
          label={words.filters.metric}
          value={draft.metric}
          onChange={metric => set({ metric })}
          data={names}
          error={wrong('metric')}
          spellCheck={false}
        />
      </div>
      <Dimensions draft={draft} set={set} wrong={wrong} />
      <div className={classes.pair}>
        <Autocomplete
          size="xs"
          label={words.alarms.stat}
          description={words.alarms.statHint}
          value={draft.stat}
          onChange={stat => set({ stat })}
          data={statistics}
          renderOption={({ option }) => (
            <>
              {option.value}{' '}
              <span className={classes.dim}>{optionHint(showStat(words, option.value), option.value)}</span>
            </>
          )}
          filter={({ options }) => options}
          error={wrong('stat')}
          spellCheck={false}
        />
        <Select
          label={words.alarms.periodLength}
          description={words.alarms.periodHint}
          value={draft.period}
          allowDeselect={false}
          onChange={period => set({ period: period ?? '300' })}
          data={offered.map(value => ({ value, label: showDuration(Number(value) * 1_000, words.units) }))}
        />
      </div>
    </fieldset>
  )
}

const optionHint = (words: string, name: string): string => (words === name ? '' : words)

const written = (dimensions: readonly Dimension[]): string =>
  JSON.stringify(
    dimensions.map(({ name, value }) => [name, value]).sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
  )

function Dimensions({ draft, set, wrong }: FormPart) {
  const words = useWords()
  const sets = useSetsOf(draft.namespace.trim(), draft.metric.trim())
  const known = (sets.data?.metrics ?? []).map(one => ({
    value: written(one.dimensions),
    label: label(words.alarms.noDimensions, one),
  }))
  const chosen = written(draft.dimensions)
  const change = (at: number, part: Partial<Dimension>) =>
    set({ dimensions: draft.dimensions.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <>
      {known.length > 0 && (
        <Select
          label={words.filters.dimensions}
          description={words.alarms.dimensionsHint}
          placeholder={words.alarms.dimensionsOwn}
          data={known}
          value={known.some(one => one.value === chosen) ? chosen : null}
          searchable
          limit={100}
          nothingFoundMessage={words.palette.nothing}
          onChange={value => {
            if (value === null) return
            const pairs = JSON.parse(value) as [string, string][]
            set({ dimensions: pairs.map(([name, of]) => ({ name, value: of })) })
          }}
        />
      )}
      {draft.dimensions.map((dimension, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form, told apart by their place
        <div key={at} className={classes.dimension}>
          <TextInput
            aria-label={words.filters.dimensionName}
            placeholder={words.filters.dimensionName}
            value={dimension.name}
            onChange={event => change(at, { name: event.currentTarget.value })}
            spellCheck={false}
          />
          <TextInput
            aria-label={words.filters.value}
            placeholder={words.filters.value}
            value={dimension.value}
            onChange={event => change(at, { value: event.currentTarget.value })}
            spellCheck={false}
          />
          <ActionIcon
            aria-label={words.filters.dimensionOff}
            onClick={() => set({ dimensions: draft.dimensions.filter((_, index) => index !== at) })}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </div>
      ))}
      {wrong('dimension') && (
        <p className={classes.bad} role="alert">
          {wrong('dimension')}
        </p>
      )}
      {draft.dimensions.length < mostDimensions && (
        <Button
          className={classes.add ?? ''}
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => set({ dimensions: [...draft.dimensions, { name: '', value: '' }] })}
        >
          {words.filters.dimensionAdd}
        </Button>
      )}
    </>
  )
}

const label = (none: string, metric: Pick<ApiMetric, 'dimensions'>): string =>
  metric.dimensions.map(({ name, value }) => `${name} = ${value}`).join(', ') || none
