/** A mute rule being written, with its words and its next windows beside it. */
import { Button, Chip, Group, Modal, SegmentedControl, Select, TextInput } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import type { ApiMuteRule } from '../../../src/model/index.ts'
import { showDuration, showStretch } from '../../format/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { AlarmsField } from '../alarms-field.tsx'
import { useAlarmChanges } from '../queries.ts'
import { cronWords, weekdayName } from './cron-words.ts'
import { draftOfMute, type MuteDraft, muteName, muteTroubles, newMute, ruleOf } from './draft.ts'
import { knownZones, readersZone } from './readers-zone.ts'
import { nextWindows, parseDuration } from './schedule.ts'

const kinds = ['once', 'weekly', 'cron'] as const
/** Monday first. */
const weekdays = [1, 2, 3, 4, 5, 6, 0]
const cronExample = '0 2 * * 1-5'

export interface MuteDialogProps {
  readonly rule: ApiMuteRule | undefined
  /** What a new one begins with. */
  readonly alarm: string | undefined
  readonly close: () => void
}

export function MuteDialog({ rule, alarm, close }: MuteDialogProps) {
  const { words, language } = useLanguage()
  const time = useTime()
  const { mute } = useAlarmChanges()
  const [draft, setDraft] = useState<MuteDraft>(() => {
    const now = Date.now()
    if (rule) return draftOfMute(rule, now)
    const made = newMute(now, readersZone(time.zone), alarm === undefined ? [] : [alarm])
    return { ...made, name: muteName(alarm ?? 'alarms', made.begin) }
  })
  const [tried, setTried] = useState(false)
  const zones = useMemo(() => [...new Set([draft.timezone, ...knownZones()])], [draft.timezone])
  const set = (part: Partial<MuteDraft>) => setDraft(before => ({ ...before, ...part }))
  const troubles = muteTroubles(draft)
  const wrong = (name: (typeof troubles)[number]) =>
    tried && troubles.includes(name) ? words.mutes.troubles[name] : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (troubles.length === 0) mute.mutate(ruleOf(draft), { onSuccess: close })
  }
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={rule ? words.mutes.editTitle(rule.name) : words.mutes.createTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <AlarmsField
          label={words.mutes.alarms}
          value={draft.alarms}
          change={alarms => set({ alarms })}
          error={wrong('alarms')}
        />
        <TextInput
          label={words.mutes.name}
          value={draft.name}
          disabled={rule !== undefined}
          error={wrong('name')}
          onChange={event => set({ name: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
        />
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.mutes.kind}
          value={draft.kind}
          onChange={value => set({ kind: value as MuteDraft['kind'] })}
          data={kinds.map(value => ({ value, label: words.mutes.kinds[value] }))}
        />
        {draft.kind === 'once' && (
          <TextInput
            type="datetime-local"
            label={words.mutes.begin}
            value={draft.begin}
            error={wrong('begin')}
            onChange={event => set({ begin: event.currentTarget.value.slice(0, 16) })}
          />
        )}
        {draft.kind === 'weekly' && (
          <>
            <fieldset className={classes.days}>
              <legend className={classes.label}>{words.mutes.days}</legend>
              {weekdays.map(day => (
                <Chip
                  key={day}
                  size="xs"
                  checked={draft.days.length === 0 || draft.days.includes(day)}
                  onChange={on => {
                    const all = draft.days.length === 0 ? weekdays : draft.days
                    const next = on ? [...all, day] : all.filter(one => one !== day)
                    set({ days: next.length === 7 ? [] : next })
                  }}
                >
                  {weekdayName(language, day, 'short')}
                </Chip>
              ))}
            </fieldset>
            <TextInput
              type="time"
              label={words.mutes.time}
              value={draft.time}
              error={wrong('time')}
              onChange={event => set({ time: event.currentTarget.value.slice(0, 5) })}
            />
          </>
        )}
        {draft.kind === 'cron' && (
          <TextInput
            label={words.mutes.cron}
            description={words.mutes.cronHint}
            placeholder={cronExample}
            value={draft.cron}
            error={wrong('cron')}
            onChange={event => set({ cron: event.currentTarget.value })}
            spellCheck={false}
          />
        )}
        <div className={classes.three}>
          <TextInput
            label={words.mutes.hours}
            inputMode="numeric"
            value={draft.hours}
            error={wrong('length')}
            onChange={event => set({ hours: event.currentTarget.value })}
          />
          <TextInput
            label={words.mutes.minutes}
            inputMode="numeric"
            value={draft.minutes}
            onChange={event => set({ minutes: event.currentTarget.value })}
          />
          <Select
            label={words.time.zone}
            data={zones}
            value={draft.timezone}
            searchable
            allowDeselect={false}
            error={wrong('timezone')}
            onChange={value => set({ timezone: value ?? 'UTC' })}
            nothingFoundMessage={words.palette.nothing}
            limit={60}
          />
        </div>
        <Ahead draft={draft} />
        {mute.isError && <Trouble inline message={explain(words, mute.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={mute.isPending}>
            {rule ? words.insights.save : words.mutes.createDo}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

/** Windows shown while a rule is written. */
const ahead = 4

function Ahead({ draft }: { readonly draft: MuteDraft }) {
  const { words, language } = useLanguage()
  const time = useTime()
  const rule = ruleOf(draft)
  const windows = nextWindows(rule, Date.now(), ahead)
  return (
    <div className={classes.ahead} role="status">
      {typeof windows === 'string' ? (
        <p>
          {words.mutes.troubles[windows === 'expression' ? 'cron' : windows === 'duration' ? 'length' : 'timezone']}
        </p>
      ) : (
        <>
          <p>
            {words.mutes.when(
              cronWords(words, language, rule.expression),
              showDuration(parseDuration(rule.duration) ?? 0, words.units),
              rule.timezone,
            )}
          </p>
          <p className={classes.dim}>
            {words.mutes.next}{' '}
            {windows.length === 0
              ? words.mutes.never
              : windows.map(one => showStretch(one.from, one.to, time.zone)).join(' · ')}
          </p>
        </>
      )}
      <p className={classes.dim}>{words.mutes.after}</p>
    </div>
  )
}
