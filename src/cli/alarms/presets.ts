/** Preset alarms on a terminal: which there could be, what each would have done, and what became of making some. */
import type { ApiAlarmPreset, ApiAlarmPresets, ApiPresetsMade } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'
import { showLength } from './length.ts'
import { stateWord } from './words.ts'

export function presetsText(
  { cluster, presets, storedFrom, managed }: ApiAlarmPresets,
  now: number,
  language: 'en' | 'ko',
  say: Messages,
): string {
  const name = tamed(cluster ?? '')
  const table = tableOf(
    (['name', 'state', 'would-have', 'fires-when'] as const).map(column => say[`alarms-column-${column}`]()),
    presets.map(preset => [
      `${preset.suggested && preset.made === null && preset.alarm !== null ? '*' : ' '} ${preset.id}`,
      preset.made === null ? '' : stateWord(preset.made.state, say),
      wouldHave(preset, say),
      tamed(preset.title[language]),
    ]),
  )
  const head =
    storedFrom === null
      ? say['presets-untried'](name)
      : say['presets-tried'](name, showLength(Math.max(60, Math.round((now - storedFrom) / 1_000)), say))
  return [head, ...(managed ? [say['presets-managed']()] : []), '', table, say['presets-hint'](), ''].join('\n')
}

function wouldHave({ lacking, rehearsal }: ApiAlarmPreset, say: Messages): string {
  if (lacking.length > 0) return say['presets-lacking'](tamed(lacking.join(', ')))
  if (rehearsal === null) return ''
  const { pages, longestMs } = rehearsal
  return pages === 0
    ? say['presets-quiet']()
    : say['presets-pages'](pages, showLength(Math.round(longestMs / 1_000), say))
}

export const madeText = ({ made, there, refused }: ApiPresetsMade, say: Messages): string =>
  [
    ...there.map(name => say['presets-there'](tamed(name))),
    ...refused.map(({ id, message }) => say['presets-refused'](id, tamed(message))),
    say['presets-made'](made.length),
    '',
  ].join('\n')
