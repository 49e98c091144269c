/** What the colours and shapes of the map mean, for the measure that is shown. */
import { useEffect, useRef } from 'react'
import type { ApiAlarmState } from '../../../src/model/index.ts'
import { alarmStates } from '../../alarms/view.ts'
import { showCount, showShare } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useScheme } from '../../theme/index.ts'
import { mapColours } from './colours.ts'
import classes from './map.module.css'
import { alarmLevels, type FigureMeasure, restartSteps, type Shade, type ShadeLevel, shareSteps } from './measure.ts'
import { paintSquare } from './paint.ts'

/** Pods and nodes by the worst state of the alarms that speak of them. */
export type AlarmCounts = Readonly<Record<ApiAlarmState | 'none', number>>

/** `counts` undefined: not told. */
export function AlarmLegend({ counts }: { readonly counts: AlarmCounts | undefined }) {
  const { cluster, alarms: words } = useWords()
  const { legend, alarm } = cluster.map
  const entry = (state: keyof AlarmCounts, level: ShadeLevel, text: string): Entry => [
    level,
    counts === undefined ? text : words.counted(text, showCount(counts[state])),
  ]
  const entries = alarmStates.map(state => entry(state, alarmLevels[state], words.states[state]))
  return (
    <Entries
      label={counts === undefined ? legend : alarm.legend}
      entries={[...entries, entry('none', 'unbound', alarm.none)]}
    />
  )
}

export function Legend({ by }: { readonly by: FigureMeasure }) {
  const { cluster: words } = useWords()
  const isShare = by !== 'status' && by !== 'restarts'
  const steps = isShare ? shareSteps : restartSteps
  const show = isShare ? showShare : showCount
  const bound = by.endsWith('request') ? 'request' : 'limit'
  const entries: readonly Entry[] =
    by === 'status'
      ? (['good', 'waiting', 'bad', 'done'] as const).map(tone => [tone, words.tone[tone]] as const)
      : [
          [0, words.map.under(show(steps[0]))],
          ...steps.map((step, at) => [(at + 1) as ShadeLevel, words.map.from(show(step))] as const),
          ...(isShare
            ? ([
                ['unbound', words.map.unbound[bound]],
                ['unknown', words.map.unknown],
              ] as const)
            : []),
        ]
  return <Entries label={words.map.legend} entries={entries} />
}

type Entry = readonly [ShadeLevel, string]

function Entries({ label, entries }: { readonly label: string; readonly entries: readonly Entry[] }) {
  return (
    <ul className={classes.legend} aria-label={label} title={label}>
      {entries.map(([level, text]) => (
        <li key={level}>
          <Square level={level} />
          {text}
        </li>
      ))}
    </ul>
  )
}

const side = 14
/** How full the squares of a share are drawn. */
const shares: readonly number[] = [0.3, 0.6, 0.85, 0.97, 1]

function Square({ level }: { readonly level: ShadeLevel }) {
  const scheme = useScheme()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const scale = window.devicePixelRatio
    element.width = side * scale
    element.height = side * scale
    context.scale(scale, scale)
    const shade: Shade = { level, share: typeof level === 'number' ? shares[level]! : 1 }
    paintSquare(context, 0, 0, side, shade, mapColours(element, scheme))
  }, [level, scheme])
  return <canvas ref={canvas} className={classes.swatch} aria-hidden />
}
