/** Finds a metric among those that have samples: a namespace, then any of its words. */
import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getMetricNamespaces, getMetrics, orThrow } from '../../api/index.ts'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { explain } from '../../states/index.ts'
import classes from './edit.module.css'

export function MetricPicker({ add }: { readonly add: (texts: readonly string[]) => void }) {
  const words = useWords()
  const [namespace, setNamespace] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [contains] = useDebouncedValue(typed.trim(), 200)
  const namespaces = useQuery({
    queryKey: ['metric-namespaces'],
    queryFn: ({ signal }) => orThrow(getMetricNamespaces(signal)),
  })
  const wanted = { ...(namespace === null ? {} : { namespace }), contains, limit: pageLimits.pickerMetrics }
  const found = useQuery({
    queryKey: ['metrics', 'picker', wanted],
    queryFn: ({ signal }) => orThrow(getMetrics(wanted, signal)),
    placeholderData: keepPreviousData,
  })
  return (
    <div className={classes.picker}>
      <div className={classes.row}>
        <Select
          label={words.dashboards.namespace}
          value={namespace}
          onChange={setNamespace}
          data={(namespaces.data?.namespaces ?? []).map(one => ({
            value: one.namespace,
            label: `${one.namespace} (${showCount(one.metrics)})`,
          }))}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': words.dashboards.clear }}
        />
        <TextInput
          label={words.dashboards.find}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          spellCheck={false}
          className={classes.wide ?? ''}
        />
      </div>
      {found.isError && <p className={classes.dim}>{explain(words, found.error)}</p>}
      <ul aria-label={words.dashboards.foundMetrics}>
        {(found.data?.metrics ?? []).map(one => {
          const texts = [one.namespace, one.metric, ...one.dimensions.flatMap(({ name, value }) => [name, value])]
          return (
            <li key={texts.join('\n')}>
              <button type="button" onClick={() => add(texts)}>
                <b>{one.metric}</b>
                <span className={classes.dim}>
                  {one.namespace}
                  {one.dimensions.map(({ name, value }) => ` · ${name}=${value}`)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {found.data?.metrics.length === 0 && <p className={classes.dim}>{words.dashboards.noneFound}</p>}
      {found.data?.next !== undefined && (
        <p className={classes.dim}>{words.dashboards.moreFound(showCount(found.data.metrics.length))}</p>
      )}
    </div>
  )
}
