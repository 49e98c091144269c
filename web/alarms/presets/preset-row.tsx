/** One preset alarm: its condition and reason, what it would have done, and the button that makes it. */
import { Badge, Button, Skeleton, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ApiAlarmPreset, ApiPresetRehearsal } from '../../../src/model/index.ts'
import { showCount, showDuration } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { changesOf } from '../editor/address.ts'
import { draftOf, newDraft } from '../editor/draft.ts'
import { Hours } from '../editor/rehearsal-view.tsx'
import { byLocalHour } from '../editor/rehearsed.ts'
import { StateSign } from '../state-sign.tsx'
import { showCondition } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'
import own from './presets.module.css'

interface PresetRowProps {
  readonly preset: ApiAlarmPreset
  /** Undefined: it is being tried; null: it could not be. */
  readonly rehearsal: ApiPresetRehearsal | null | undefined
  readonly busy: boolean
  readonly make: () => void
}

export function PresetRow({ preset, rehearsal, busy, make }: PresetRowProps) {
  const { words, language } = useLanguage()
  const time = useTimeView()
  const { alarm, made, lacking, suggested } = preset
  const title = preset.title[language]
  return (
    <li className={own.preset}>
      <div className={own.about}>
        <h3>
          {title}{' '}
          {!suggested && (
            <Tooltip label={words.presets.notSuggestedHint} multiline maw={320}>
              <Badge variant="default" size="sm" tabIndex={0}>
                {words.presets.notSuggested}
              </Badge>
            </Tooltip>
          )}
        </h3>
        <p>{preset.why[language]}</p>
        {alarm === null ? (
          <p className={classes.dim}>
            {words.presets.lacking(lacking.join(', '))} {words.presets.lackingHint}
          </p>
        ) : (
          <p className={classes.dim}>{showCondition(words, factsOf(alarm))}</p>
        )}
      </div>
      <div className={own.tried}>{alarm !== null && <Tried rehearsal={rehearsal} />}</div>
      <div className={own.deed}>
        {made !== null ? (
          <>
            <StateSign state={made.state} />
            <Link {...paths.alarm({ name: made.name }, time)}>{words.presets.isMade}</Link>
          </>
        ) : (
          alarm !== null && (
            <>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlus size={13} aria-hidden />}
                aria-label={words.presets.makeNamed(title)}
                disabled={busy}
                onClick={make}
              >
                {words.presets.make}
              </Button>
              <Link {...paths.alarmEdit({ draft: changesOf(draftOf(alarm), newDraft) }, time)} className={own.change}>
                <IconPencil size={13} aria-hidden /> {words.presets.change}
              </Link>
            </>
          )
        )}
      </div>
    </li>
  )
}

function Tried({ rehearsal }: { readonly rehearsal: ApiPresetRehearsal | null | undefined }) {
  const { words } = useLanguage()
  const { zone } = useTime()
  if (rehearsal === undefined)
    return (
      <span role="status">
        <span className="mg-visually-hidden">{words.presets.rehearsing}</span>
        <Skeleton height={14} width="70%" />
      </span>
    )
  if (rehearsal === null) return null
  const { from, to, pages, pagesLastDay, longestMs, byHour, finalState } = rehearsal
  const length = showDuration(to - from, words.units)
  if (pages === 0) return <p className={own.quiet}>{words.presets.pagesNone(length)}</p>
  const offset = zone === 'utc' ? 0 : -new Date(to).getTimezoneOffset()
  const local = byLocalHour(byHour, offset)
  const parts = [
    words.presets.pages(pages, showCount(pages), length),
    ...(to - from > day ? [words.presets.pagesDay(showCount(pagesLastDay))] : []),
    words.presets.longest(showDuration(longestMs, words.units)),
    ...(finalState === 'ALARM' ? [words.presets.stillFiring] : []),
  ]
  return (
    <>
      <p>{parts.join(' · ')}</p>
      <Hours counts={local ?? byHour} utc={local === undefined || zone === 'utc'} />
    </>
  )
}

const day = 86_400_000
