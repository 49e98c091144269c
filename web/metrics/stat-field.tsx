/** A statistic: one of the usual, or any other that is typed, such as p99.9 or TM(10%:90%). */
import { Autocomplete } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n/index.ts'

export const usualStats: readonly string[] = [
  ...['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p95', 'p99', 'tm90', 'IQM'],
]

export interface StatFieldProps {
  readonly label: string
  /** Undefined: `usual`. */
  readonly value: string | undefined
  readonly usual: string
  readonly wrong: boolean
  readonly change: (stat: string | undefined) => void
}

export function StatField({ label, value, usual, wrong, change }: StatFieldProps) {
  const words = useWords()
  const [typed, setTyped] = useState(value ?? '')
  useEffect(() => setTyped(value ?? ''), [value])
  const settle = (text: string) => {
    const stat = text.trim() === '' ? undefined : text.trim()
    if (stat !== value) change(stat)
  }
  return (
    <Autocomplete
      size="xs"
      w={120}
      label={words.metrics.stat}
      aria-label={label}
      placeholder={usual}
      value={typed}
      data={[...usualStats]}
      filter={({ options }) => options}
      error={wrong ? words.metrics.noStat : undefined}
      onChange={setTyped}
      onOptionSubmit={settle}
      onBlur={() => settle(typed)}
      onKeyDown={event => {
        if (event.key === 'Enter') settle(typed)
      }}
      comboboxProps={{ width: 160, position: 'bottom-start' }}
    />
  )
}
