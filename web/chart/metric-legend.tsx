/** Which colour is which series. A press hides or shows one; with Shift, Ctrl or Cmd, or twice, it stays alone. */
import { useWords } from '../i18n/index.ts'
import classes from './metric.module.css'
import { colourOf } from './metric-lines.ts'
import type { MetricSeries } from './metric-props.ts'
import { seriesDash } from './palette.ts'

export interface MetricLegendProps {
  readonly series: readonly MetricSeries[]
  readonly hidden: ReadonlySet<string>
  readonly focus: (id: string | undefined) => void
  readonly toggle: (id: string, alone: boolean) => void
}

export function MetricLegend({ series, hidden, focus, toggle }: MetricLegendProps) {
  const words = useWords()
  return (
    <ul className={classes.legend} aria-label={words.charts.legend}>
      {series.map((one, place) => (
        <li key={one.id}>
          <button
            type="button"
            aria-pressed={!hidden.has(one.id)}
            title={`${one.label} · ${words.charts.legendHint}`}
            onClick={event => toggle(one.id, event.shiftKey || event.ctrlKey || event.metaKey)}
            onDoubleClick={() => toggle(one.id, true)}
            onPointerEnter={() => focus(one.id)}
            onPointerLeave={() => focus(undefined)}
            onFocus={() => focus(one.id)}
            onBlur={() => focus(undefined)}
          >
            <svg width="14" height="10" aria-hidden="true">
              <line
                x1="0"
                y1="5"
                x2="14"
                y2="5"
                strokeWidth="3"
                style={{ stroke: colourOf(one, place) }}
                strokeDasharray={
                  one.colour
                    ? undefined
                    : seriesDash(place)
                        ?.map(length => length / 2)
                        .join(' ')
                }
              />
            </svg>
            <span>{one.label}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
