/** Choosing alarms by name: for mute rules and for the rule of a composite. */
import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import { useSomeAlarms } from './queries.ts'

/** Names offered at once; typing finds the others. */
const offered = 30

export interface AlarmsFieldProps {
  readonly label: string
  readonly value: readonly string[]
  readonly change: (names: readonly string[]) => void
  readonly error?: string | undefined
}

export function AlarmsField({ label, value, change, error }: AlarmsFieldProps) {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [contains] = useDebouncedValue(typed.trim(), 150)
  const found = useSomeAlarms({ contains, limit: offered })
  const names = [...new Set([...value, ...(found.data?.alarms ?? []).map(alarm => alarm.name)])]
  return (
    <MultiSelect
      size="xs"
      label={label}
      data={names}
      value={[...value]}
      onChange={change}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={words.palette.nothing}
      placeholder={value.length === 0 ? words.alarms.chooseAlarms : undefined}
      error={error}
      hidePickedOptions
      clearButtonProps={{ 'aria-label': words.groups.clear }}
    />
  )
}
