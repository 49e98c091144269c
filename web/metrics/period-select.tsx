/** The length of a period: as fits, or a chosen one. */
import { NativeSelect } from '@mantine/core'
import { showDuration } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'

/** Seconds. */
const choices: readonly number[] = [1, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400]

export interface PeriodSelectProps {
  readonly label: string
  /** Undefined: `usual`. */
  readonly value: number | undefined
  readonly usual: number
  readonly change: (period: number | undefined) => void
}

export function PeriodSelect({ label, value, usual, change }: PeriodSelectProps) {
  const words = useWords()
  const show = (seconds: number) => showDuration(seconds * 1_000, words.units)
  const all = value === undefined || choices.includes(value) ? choices : [...choices, value].sort((a, b) => a - b)
  return (
    <NativeSelect
      size="xs"
      label={words.metrics.period}
      aria-label={label}
      value={value === undefined ? '' : String(value)}
      onChange={event => change(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))}
      data={[
        { value: '', label: words.metrics.asFits(show(usual)) },
        ...all.map(seconds => ({ value: String(seconds), label: show(seconds) })),
      ]}
    />
  )
}
