/** The filters in force: each can be turned around or taken off; a word can be added. */
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ApiLogFilter } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { type Catalogue, useWords } from '../../i18n/index.ts'
import { showLevel } from '../level.tsx'
import type { ChangeView } from '../use-view.ts'
import { type LogsView, withFilter, withoutFilter, writeFilter } from '../view.ts'
import classes from './query.module.css'

export const showFilterValue = (words: Catalogue, filter: Pick<ApiLogFilter, 'field' | 'value'>): string =>
  filter.field === 'level' ? showLevel(words, filter.value) : filter.value === '' ? words.field.empty : filter.value

export function FilterChips({ view, change }: { readonly view: LogsView; readonly change: ChangeView }) {
  const words = useWords()
  return (
    <div className={classes.chips} role="group" aria-label={words.search.filters}>
      {view.filters.map(filter => {
        const text = `${words.field[filter.field]} ${filter.exclude ? words.search.isNot : words.search.is} ${showFilterValue(words, filter)}`
        return (
          <span key={writeFilter(filter)} className={classes.chip} data-exclude={filter.exclude || undefined}>
            <button
              type="button"
              className={classes.chipText}
              title={words.search.invert(text)}
              onClick={() => change(before => withFilter(before, turned(filter)))}
            >
              {text}
            </button>
            <button
              type="button"
              className={classes.chipOff}
              aria-label={words.search.remove(text)}
              onClick={() => change(before => withoutFilter(before, filter))}
            >
              <IconX size={12} aria-hidden />
            </button>
          </span>
        )
      })}
      {view.streams.length > 0 && (
        <span className={classes.chip}>
          <span className={classes.chipText} title={view.streams.join('\n')}>
            {words.streams.chosen(view.streams.length, showCount(view.streams.length))}
          </span>
          <button
            type="button"
            className={classes.chipOff}
            aria-label={words.search.remove(words.streams.title)}
            onClick={() => change(before => ({ ...before, streams: [], row: undefined }))}
          >
            <IconX size={12} aria-hidden />
          </button>
        </span>
      )}
      <AddWord add={word => change(before => withFilter(before, { field: 'word', value: word }))} />
      {view.filters.length + view.streams.length > 1 && (
        <button
          type="button"
          className={classes.clear}
          onClick={() => change(before => ({ ...before, filters: [], streams: [], row: undefined }))}
        >
          {words.search.clearFilters}
        </button>
      )}
    </div>
  )
}

const turned = ({ field, value, exclude }: ApiLogFilter): ApiLogFilter =>
  exclude ? { field, value } : { field, value, exclude: true }

function AddWord({ add }: { readonly add: (word: string) => void }) {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const take = () => {
    if (typed.trim() !== '') add(typed.trim())
    setTyped('')
  }
  return (
    <input
      className={classes.addWord}
      value={typed}
      placeholder={words.search.addWord}
      aria-label={`${words.search.addWord} ${words.search.addWordHint}`}
      title={words.search.addWordHint}
      spellCheck={false}
      autoComplete="off"
      onChange={event => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') take()
        if (event.key === 'Escape') {
          setTyped('')
          event.currentTarget.blur()
        }
      }}
    />
  )
}
