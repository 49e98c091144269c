/** The mute rules: what is kept quiet, when, and when next. */
import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconBellOff, IconCalendarClock, IconCircleDashed, IconDots, IconPlus } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiMuteRule } from '../../../src/model/index.ts'
import { showDuration, showStretch } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useLanguage, useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { useNow } from '../ago.tsx'
import classes from '../alarms.module.css'
import { useAlarmChanges, useMuteRules } from '../queries.ts'
import { type MutesView, readMutes } from '../view.ts'
import { cronWords } from './cron-words.ts'
import { MuteDialog } from './dialog.tsx'
import { nextWindows, parseDuration } from './schedule.ts'

export function MutesPage() {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const view = readMutes(useSearch({ strict: false }) as Search)
  const found = useMuteRules()
  const [deleting, setDeleting] = useState<ApiMuteRule>()
  useDocumentTitle([words.mutes.title, words.alarms.title, words.brand].join(' · '))
  const show = (next: Partial<MutesView>) => void navigate(paths.mutes(next, time))
  const rules = found.data?.rules ?? []
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => show({ edit: '' })}>
      {words.mutes.create}
    </Button>
  )
  const edited = rules.find(rule => rule.name === view.edit)
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.title}>
          <div>
            <h1>{words.mutes.title}</h1>
            <p className={classes.dim}>{words.mutes.lead}</p>
          </div>
          {rules.length > 0 && create}
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
        !found.isError && <Waiting rows={6} height={60} />
      ) : rules.length === 0 ? (
        <Nothing title={words.mutes.emptyTitle}>
          <p>{words.mutes.emptyLead}</p>
          {create}
        </Nothing>
      ) : (
        <ul className={`${classes.cards} ${classes.parts}`}>
          {rules.map(rule => (
            <Rule key={rule.name} rule={rule} edit={() => show({ edit: rule.name })} remove={() => setDeleting(rule)} />
          ))}
        </ul>
      )}
      {view.edit !== undefined && (view.edit === '' || edited) && (
        <MuteDialog key={view.edit} rule={edited} alarm={view.alarm} close={() => show({})} />
      )}
      {deleting && <DeleteMute rule={deleting} close={() => setDeleting(undefined)} />}
    </div>
  )
}

const signs = { ACTIVE: IconBellOff, SCHEDULED: IconCalendarClock, EXPIRED: IconCircleDashed } as const
/** Windows shown ahead. */
const ahead = 3

interface RuleProps {
  readonly rule: ApiMuteRule
  readonly edit: () => void
  readonly remove: () => void
}

function Rule({ rule, edit, remove }: RuleProps) {
  const { words, language } = useLanguage()
  const time = useTime()
  const view = useTimeView()
  const now = useNow()
  const status = rule.status ?? 'SCHEDULED'
  const Sign = signs[status]
  const windows = nextWindows(rule, now, ahead)
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <span className={classes.muteState} data-status={status}>
          <Sign size={16} aria-hidden />
          {words.mutes.statuses[status]}
        </span>
        <b>{rule.name}</b>
        <span className={classes.cardWays}>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={words.groups.more(rule.name)}>
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={edit}>{words.insights.edit}</Menu.Item>
              <Menu.Item color="red" onClick={remove}>
                {words.insights.delete}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </div>
      {rule.description !== undefined && rule.description !== '' && <p>{rule.description}</p>}
      <p>
        {words.mutes.when(
          cronWords(words, language, rule.expression),
          showDuration(parseDuration(rule.duration) ?? 0, words.units),
          rule.timezone,
        )}{' '}
        <code className={classes.dim}>{rule.expression}</code>
      </p>
      <p className={classes.dim}>
        {typeof windows !== 'string' && windows[0] && windows[0].from <= now ? words.mutes.now : words.mutes.next}{' '}
        {typeof windows === 'string' || windows.length === 0
          ? words.mutes.never
          : windows.map(one => showStretch(one.from, one.to, time.zone)).join(' · ')}
      </p>
      <p>
        {rule.alarms.map((name, at) => (
          <span key={name}>
            {at > 0 && ', '}
            <Link {...paths.alarm({ name }, view)}>{name}</Link>
          </span>
        ))}
      </p>
    </li>
  )
}

function DeleteMute({ rule, close }: { readonly rule: ApiMuteRule; readonly close: () => void }) {
  const words = useWords()
  const { unmute } = useAlarmChanges()
  return (
    <Modal
      opened
      onClose={close}
      title={words.mutes.deleteTitle(rule.name)}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm">{words.mutes.deleteLead}</Text>
      {unmute.isError && <Trouble inline message={explain(words, unmute.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button color="red" loading={unmute.isPending} onClick={() => unmute.mutate(rule.name, { onSuccess: close })}>
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}
