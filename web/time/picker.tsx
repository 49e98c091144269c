/** The inside of the time control: type a range, pick a usual one, or write both ends; local time or UTC. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { showFieldTime, showZone } from '../format/index.ts'
import { type Catalogue, useWords } from '../i18n/index.ts'
import { useTime } from './context.tsx'
import classes from './control.module.css'
import { parseTyped, quickRanges, relativeWidth, type TimeError } from './range.ts'

export const explainTime = (words: Catalogue, error: TimeError): string =>
  error.code === 'not-a-time' ? words.time.notATime(error.text) : words.time.endsBeforeStart

export function TimePicker({ close }: { readonly close: () => void }) {
  const words = useWords()
  const time = useTime()
  const [typed, setTyped] = useState('')
  const [from, setFrom] = useState(() => showFieldTime(time.resolved.from, time.zone))
  const [to, setTo] = useState(() => showFieldTime(time.resolved.to, time.zone))
  const [wrong, setWrong] = useState<{ readonly field: 'typed' | 'ends'; readonly text: string }>()

  const take = (text: string, field: 'typed' | 'ends') => {
    const range = parseTyped(text, Date.now(), time.zone)
    if (!range.ok) return setWrong({ field, text: explainTime(words, range.error) })
    time.setRange(range.value)
    close()
  }
  const submit = (text: string, field: 'typed' | 'ends') => (event: FormEvent) => {
    event.preventDefault()
    take(text, field)
  }
  const current = relativeWidth(time.range)

  return (
    <div className={classes.picker}>
      <form onSubmit={submit(typed, 'typed')}>
        <TextInput
          label={words.time.typed}
          description={words.time.typedHint}
          value={typed}
          placeholder={time.range.to === 'now' ? time.range.from : undefined}
          onChange={event => setTyped(event.currentTarget.value)}
          error={wrong?.field === 'typed' ? wrong.text : undefined}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
      </form>
      <fieldset className={classes.quick}>
        <legend>{words.time.quick}</legend>
        {quickRanges.map(width => (
          <button
            type="button"
            key={width}
            className={classes.width}
            aria-pressed={current === width}
            onClick={() => take(width, 'typed')}
          >
            {words.width(width)}
          </button>
        ))}
      </fieldset>
      <form className={classes.ends} onSubmit={submit(`${from} to ${to}`, 'ends')}>
        <TextInput
          label={words.time.from}
          value={from}
          onChange={event => setFrom(event.currentTarget.value)}
          spellCheck={false}
        />
        <TextInput
          label={words.time.to}
          value={to}
          onChange={event => setTo(event.currentTarget.value)}
          spellCheck={false}
        />
        {wrong?.field === 'ends' && (
          <p role="alert" className={classes.wrong}>
            {wrong.text}
          </p>
        )}
        <Button type="submit">{words.time.apply}</Button>
      </form>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={words.time.zone}
        value={time.zone}
        onChange={zone => {
          time.setZone(zone === 'utc' ? 'utc' : 'local')
          setFrom(showFieldTime(time.resolved.from, zone === 'utc' ? 'utc' : 'local'))
          setTo(showFieldTime(time.resolved.to, zone === 'utc' ? 'utc' : 'local'))
        }}
        data={[
          { value: 'local', label: `${words.time.local} (${showZone(time.asOf, 'local')})` },
          { value: 'utc', label: words.time.utc },
        ]}
      />
    </div>
  )
}
