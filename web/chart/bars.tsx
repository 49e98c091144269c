/** Bars by name, lying, so that long names can be read; every bar says its value. */
import { Middle } from '../text/index.ts'
import classes from './chart.module.css'
import { seriesColour } from './palette.ts'
import type { Category } from './series.ts'

export interface BarsProps {
  readonly label: string
  readonly categories: readonly Category[]
  /** What the values of a category are, in order. */
  readonly names: readonly string[]
  readonly show: (value: number) => string
  readonly pick?: (at: number) => void
}

export function Bars({ label, categories, names, show, pick }: BarsProps) {
  const most = names.map((_, column) => Math.max(0, ...categories.map(one => Math.abs(one.values[column] ?? 0))))
  // One scale for all: bars of one chart are compared with each other.
  const scale = Math.max(...most, Number.MIN_VALUE)
  const siblings = categories.map(one => one.label)
  return (
    <ul className={classes.bars} aria-label={label}>
      {categories.map((category, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer, in order; names may repeat
        <li key={at}>
          <span className={classes.barName}>
            {pick ? (
              <button type="button" onClick={() => pick(at)}>
                <Middle text={category.label} siblings={siblings} />
              </button>
            ) : (
              <Middle text={category.label} siblings={siblings} />
            )}
          </span>
          <span className={classes.barTracks}>
            {category.values.map((value, column) => (
              <span key={names[column]} className={classes.barTrack} title={`${names[column]}: ${value ?? '–'}`}>
                <span
                  className={classes.bar}
                  style={{
                    // Its value stands behind the longest bar too.
                    width: `calc((100% - 64px) * ${Math.abs(value ?? 0) / scale})`,
                    background: seriesColour(column),
                  }}
                />
                <span className={classes.barValue}>{value === null ? '–' : show(value)}</span>
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}
