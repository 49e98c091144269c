/** Thresholds and M of N that would have paged about as often as is wished. */
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { showDuration, showNumber } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { type AlarmDraft, inputOf, troublesOf } from './draft.ts'
import { useSuggestions } from './queries.ts'

interface SuggestionsProps {
  readonly draft: AlarmDraft
  /** Milliseconds. */
  readonly from: number
  readonly to: number
  readonly set: (part: Partial<AlarmDraft>) => void
}

export function Suggestions({ draft, from, to, set }: SuggestionsProps) {
  const words = useWords()
  const suggest = useSuggestions()
  const [wish, setWish] = useState(1)
  const blocked = troublesOf(draft).some(one => one !== 'name' && one !== 'threshold')
  const ask = () =>
    suggest.mutate({
      alarm: {
        ...inputOf({ ...draft, threshold: draft.threshold.trim() || '0' }),
        AlarmName: draft.name.trim() || 'preview',
      },
      from: from / 1_000,
      to: to / 1_000,
      pagesPerWeek: wish,
    })
  return (
    <section className={classes.suggestions} aria-label={words.alarms.suggestions}>
      <h3>{words.alarms.suggestions}</h3>
      <div className={classes.wish}>
        <NumberInput
          size="xs"
          label={words.alarms.wish}
          min={0}
          max={1_000}
          value={wish}
          onChange={value => setWish(Number(value) || 0)}
          w={190}
        />
        <Button variant="default" disabled={blocked} loading={suggest.isPending} onClick={ask}>
          {words.alarms.suggest}
        </Button>
      </div>
      {suggest.isError && <Trouble inline message={explain(words, suggest.error)} />}
      {suggest.data &&
        (suggest.data.suggestions.length === 0 ? (
          <p className={classes.dim}>{words.alarms.noSuggestions}</p>
        ) : (
          <ul className={classes.suggested}>
            {suggest.data.suggestions.map(one => (
              <li key={`${one.threshold} ${one.toAlarm} ${one.periods}`}>
                <Button
                  variant="default"
                  size="compact-xs"
                  onClick={() =>
                    set({
                      threshold: String(one.threshold),
                      toAlarm: String(one.toAlarm),
                      periods: String(one.periods),
                    })
                  }
                >
                  {words.alarms.take}
                </Button>
                <span>
                  {words.alarms.suggestion(showNumber(one.threshold), String(one.toAlarm), String(one.periods))}
                </span>
                <span className={classes.dim}>
                  {words.alarms.suggestionPages(
                    showNumber(Math.round(one.pagesPerWeek * 10) / 10),
                    showDuration(one.longest * 1_000, words.units),
                  )}
                </span>
              </li>
            ))}
          </ul>
        ))}
    </section>
  )
}
