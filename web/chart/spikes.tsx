/** Small bars over time without axes: how often something happened, beside its sentence. */
import classes from './chart.module.css'

export interface SpikesProps {
  readonly label: string
  readonly bars: readonly { readonly at: number; readonly value: number; readonly title: string }[]
  readonly from: number
  readonly to: number
  readonly stepMs: number
  readonly height: number
}

export function Spikes({ label, bars, from, to, stepMs, height }: SpikesProps) {
  const most = Math.max(1, ...bars.map(bar => bar.value))
  const span = Math.max(1, to - from)
  const width = 1_000
  return (
    <svg
      className={classes.spikes}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      role="img"
      aria-label={label}
    >
      {bars.map(bar => {
        const tall = Math.max(bar.value > 0 ? 2 : 0, (bar.value / most) * height)
        const left = ((Math.max(bar.at, from) - from) / span) * width
        return (
          <rect
            key={bar.at}
            x={left}
            y={height - tall}
            width={Math.max(1, (Math.min(stepMs, to - bar.at) / span) * width * 0.9)}
            height={tall}
          >
            <title>{bar.title}</title>
          </rect>
        )
      })}
    </svg>
  )
}
