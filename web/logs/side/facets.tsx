/** Top values of each field in what was found; a click filters by one, Shift or the second button leaves it out. */
import { IconMinus } from '@tabler/icons-react'
import type { ApiLogFilter, ApiLogSelection, LogLevel } from '../../../src/model/index.ts'
import { showCount, showShortCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble, Waiting } from '../../states/index.ts'
import { Middle } from '../../text/index.ts'
import { LevelSign } from '../level.tsx'
import { showFilterValue } from '../query/index.ts'
import { type FoundSoFar, useFacets } from '../use-counts.ts'
import classes from './side.module.css'

export interface FacetsProps {
  readonly selection: ApiLogSelection
  readonly found: FoundSoFar
  readonly add: (filter: ApiLogFilter) => void
}

export function Facets({ selection, found, add }: FacetsProps) {
  const words = useWords()
  const facets = useFacets(selection, found)
  if (facets.isError && !facets.data)
    return <Trouble message={explain(words, facets.error)} retry={() => void facets.refetch()} />
  if (!facets.data) return <Waiting rows={14} />
  const shown = facets.data.facets.filter(facet =>
    facet.values.some(one => one.value !== '' || facet.field === 'level'),
  )
  if (shown.every(facet => facet.values.length === 0)) return <p className={classes.dim}>{words.facets.nothing}</p>
  return (
    <div className={classes.facets} data-stale={facets.isPlaceholderData || undefined}>
      <p className={classes.hint}>{words.facets.hint}</p>
      {shown.map(facet => {
        const most = Math.max(...facet.values.map(one => one.events), 1)
        return (
          <section key={facet.field} aria-label={words.field[facet.field]}>
            <h2>{words.field[facet.field]}</h2>
            <ul>
              {facet.values.map(({ value, events }) => {
                const text = showFilterValue(words, { field: facet.field, value })
                const filter = { field: facet.field, value }
                return (
                  <li key={value}>
                    <button
                      type="button"
                      className={classes.value}
                      title={`${text} · ${words.facets.lines(events, showCount(events))}`}
                      onClick={event => add(event.shiftKey ? { ...filter, exclude: true } : filter)}
                    >
                      <span
                        className={classes.bar}
                        style={{
                          width: `${(100 * events) / most}%`,
                          ...(facet.field === 'level'
                            ? { background: `var(--mg-fill-${value || 'none'})`, opacity: 1 }
                            : {}),
                        }}
                        aria-hidden
                      />
                      {facet.field === 'level' && <LevelSign level={value as LogLevel} />}
                      <span className={classes.text} aria-hidden={facet.field === 'level' ? true : undefined}>
                        <Middle text={text} siblings={facet.values.map(one => one.value)} />
                      </span>
                      <span className={classes.count}>{showShortCount(events)}</span>
                    </button>
                    <button
                      type="button"
                      className={classes.without}
                      aria-label={words.facets.not(words.field[facet.field], text)}
                      title={words.facets.not(words.field[facet.field], text)}
                      onClick={() => add({ ...filter, exclude: true })}
                    >
                      <IconMinus size={12} aria-hidden />
                    </button>
                  </li>
                )
              })}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
