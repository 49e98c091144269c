/** The left side of a search: fields with their top values, or streams. On a phone it is a drawer. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { ApiLogSelection } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import type { FoundSoFar } from '../use-counts.ts'
import type { ChangeView } from '../use-view.ts'
import { type LogsView, withFilter } from '../view.ts'
import { Facets } from './facets.tsx'
import classes from './side.module.css'
import { Streams } from './streams.tsx'

export interface SideProps {
  readonly view: LogsView
  readonly change: ChangeView
  readonly selection: ApiLogSelection
  readonly found: FoundSoFar
}

export function Side({ view, change, selection, found }: SideProps) {
  const words = useWords()
  const [tab, setTab] = useState<'fields' | 'streams'>('fields')
  return (
    <div className={classes.side} data-bare={view.pods !== undefined || undefined}>
      {/* Streams belong to groups; pods are chosen without them. */}
      {view.pods === undefined && (
        <SegmentedControl
          size="xs"
          fullWidth
          className={classes.tabs ?? ''}
          aria-label={words.facets.open}
          value={tab}
          onChange={value => setTab(value === 'streams' ? 'streams' : 'fields')}
          data={[
            { value: 'fields', label: words.facets.title },
            { value: 'streams', label: words.streams.title },
          ]}
        />
      )}
      {tab === 'fields' || view.pods !== undefined ? (
        <Facets selection={selection} found={found} add={filter => change(before => withFilter(before, filter))} />
      ) : (
        <Streams
          groups={view.groups}
          chosen={view.streams}
          choose={streams => change(before => ({ ...before, streams: [...streams], row: undefined }))}
        />
      )}
    </div>
  )
}
