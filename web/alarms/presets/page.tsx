/** Preset alarms: what is worth watching on a cluster, what each would have done, and one click to have it. */
import { Button, Select } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiAlarmPreset, ApiAlarmPresets } from '../../../src/model/index.ts'
import { useFeature } from '../../api/index.ts'
import { showCount, showDuration } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { NewTopic } from '../receivers/dialogs.tsx'
import { useTopics } from '../receivers/queries.ts'
import { readPresets } from '../view.ts'
import { PresetRow } from './preset-row.tsx'
import own from './presets.module.css'
import { useMakePresets, usePresets, useRehearsedPresets } from './queries.ts'

export function AlarmPresetsPage() {
  const { words, language } = useLanguage()
  const found = usePresets(useTimeView().cluster, language)
  useDocumentTitle([words.presets.title, words.alarms.title, words.brand].join(' · '))
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.title}>
          <div>
            <h1>{words.presets.title}</h1>
            <p className={classes.dim}>{words.presets.lead}</p>
          </div>
        </div>
      </header>
      {found.isError && (
        <Trouble
          inline={found.data !== undefined}
          message={explain(words, found.error)}
          retry={() => void found.refetch()}
        />
      )}
      {!found.data ? (
        !found.isError && <Waiting rows={8} height={64} />
      ) : found.data.cluster === null ? (
        <Nothing title={words.presets.emptyTitle}>
          <p>{words.presets.emptyLead}</p>
          <Command text="mangru up --kubeconfig ~/.kube/config" />
        </Nothing>
      ) : (
        <Presets found={found.data} cluster={found.data.cluster} />
      )}
    </div>
  )
}

function Presets({ found, cluster }: { readonly found: ApiAlarmPresets; readonly cluster: string }) {
  const { words, language } = useLanguage()
  const time = useTimeView()
  const { asOf } = useTime()
  const navigate = useNavigate()
  const view = readPresets(useSearch({ strict: false }) as Search)
  const rehearsed = useRehearsedPresets(cluster)
  const make = useMakePresets()
  const there = found.presets.filter(preset => preset.suggested && preset.made === null && preset.lacking.length === 0)
  const titles = new Map(found.presets.map(({ id, title }) => [id, title[language]]))
  const start = (presets: readonly string[] | 'all') =>
    make.mutate({ cluster, presets, language, ...(view.receiver === undefined ? {} : { actions: [view.receiver] }) })
  const change = (part: Partial<typeof view>) =>
    void navigate({ ...paths.alarmPresets({ ...view, ...part }, time), replace: true })
  const topics = [...Map.groupBy(found.presets, ({ topic }) => topic)]
  const tried = new Map((rehearsed.data?.presets ?? []).map(({ id, rehearsal }) => [id, rehearsal]))
  return (
    <div className={own.all}>
      <div className={own.tools}>
        {found.clusters.length > 1 && (
          <Select
            size="xs"
            label={words.presets.cluster}
            data={[...found.clusters]}
            value={cluster}
            onChange={chosen =>
              void navigate({
                ...paths.alarmPresets(view, { ...time, ...(chosen && { cluster: chosen }) }),
                replace: true,
              })
            }
            allowDeselect={false}
          />
        )}
        <Receiver value={view.receiver} choose={receiver => change({ receiver })} />
        <Button disabled={there.length === 0} loading={make.isPending} onClick={() => start('all')}>
          {there.length === 0
            ? found.presets.some(preset => preset.suggested && preset.made === null)
              ? words.presets.noneMore
              : words.presets.allMade
            : words.presets.makeAll(there.length, showCount(there.length))}
        </Button>
      </div>
      <p className={classes.dim}>
        {found.storedFrom === null
          ? words.presets.storedNone
          : words.presets.stored(showDuration(Math.max(60_000, asOf - found.storedFrom), words.units))}{' '}
        {found.managed && words.presets.managed}
      </p>
      {make.isError && <Trouble inline message={explain(words, make.error)} />}
      {make.data && (
        <p role="status" className={own.status}>
          {words.presets.made(make.data.made.length, showCount(make.data.made.length))}{' '}
          {make.data.refused.map(({ id, message }) => words.presets.refused(titles.get(id) ?? id, message)).join(' ')}
        </p>
      )}
      {rehearsed.isError && (
        <Trouble inline message={explain(words, rehearsed.error)} retry={() => void rehearsed.refetch()} />
      )}
      {topics.map(([topic, presets]) => (
        <section key={topic} aria-label={words.presets.topics[topic]}>
          <h2 className={own.topic}>{words.presets.topics[topic]}</h2>
          <ul className={own.list}>
            {presets.map((preset: ApiAlarmPreset) => (
              <PresetRow
                key={preset.id}
                preset={preset}
                rehearsal={rehearsed.data ? (tried.get(preset.id) ?? null) : undefined}
                busy={make.isPending}
                make={() => start([preset.id])}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Receiver({
  value,
  choose,
}: {
  readonly value: string | undefined
  readonly choose: (arn: string | undefined) => void
}) {
  const { words } = useLanguage()
  const able = useFeature('topics') === true
  const topics = useTopics(able)
  const [creating, setCreating] = useState(false)
  if (!able) return null
  return (
    <div className={own.receiver}>
      <Select
        size="xs"
        label={words.presets.receiver}
        placeholder={words.presets.receiverNone}
        data={(topics.data?.topics ?? []).map(({ arn, name }) => ({ value: arn, label: name }))}
        value={value ?? null}
        onChange={arn => choose(arn ?? undefined)}
        clearable
      />
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<IconPlus size={13} aria-hidden />}
        onClick={() => setCreating(true)}
      >
        {words.presets.newReceiver}
      </Button>
      {creating && <NewTopic close={() => setCreating(false)} made={topic => choose(topic.arn)} />}
    </div>
  )
}
