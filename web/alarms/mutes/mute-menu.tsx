/** Muting one alarm by two clicks: for an hour, for eight, until a time, or again and again; and waking it up. */
import { Button, Menu } from '@mantine/core'
import { IconBellOff, IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ApiAlarm } from '../../../src/model/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { explain, Trouble } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { useAlarmChanges, useMuteRules } from '../queries.ts'
import { muteUntil } from './draft.ts'
import { readersZone } from './readers-zone.ts'
import { onceOf } from './schedule.ts'

const hour = 3_600_000
const lengths = [1, 8, 24] as const

export function MuteMenu({ alarm }: { readonly alarm: Pick<ApiAlarm, 'name' | 'mutedBy'> }) {
  const words = useWords()
  const view = useTimeView()
  const time = useTime()
  const navigate = useNavigate()
  const rules = useMuteRules()
  const { mute, unmute } = useAlarmChanges()
  const zone = readersZone(time.zone)
  // A rule made for this alarm alone, for once, may be ended here; others are changed where they are seen whole.
  const own = (rules.data?.rules ?? []).filter(
    rule =>
      alarm.mutedBy.includes(rule.name) &&
      onceOf(rule.expression) !== undefined &&
      rule.alarms.length === 1 &&
      rule.alarms[0] === alarm.name,
  )
  const muteFor = (hours: number) => {
    const now = Date.now()
    const rule = muteUntil([alarm.name], now + hours * hour, now, zone)
    if (rule) mute.mutate(rule)
  }
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            loading={mute.isPending || unmute.isPending}
            leftSection={<IconBellOff size={14} aria-hidden />}
            rightSection={<IconChevronDown size={12} aria-hidden />}
          >
            {words.mutes.mute}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {own.map(rule => (
            <Menu.Item key={rule.name} onClick={() => unmute.mutate(rule.name)}>
              {words.mutes.wake}
            </Menu.Item>
          ))}
          {lengths.map(hours => (
            <Menu.Item key={hours} onClick={() => muteFor(hours)}>
              {words.mutes.forHours(hours, String(hours))}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => void navigate(paths.mutes({ edit: '', alarm: alarm.name }, view))}>
            {words.mutes.otherwise}
          </Menu.Item>
          {alarm.mutedBy.length > own.length && (
            <Menu.Item onClick={() => void navigate(paths.mutes({}, view))}>{words.mutes.showRules}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {mute.isError && <Trouble inline message={explain(words, mute.error)} />}
      {unmute.isError && <Trouble inline message={explain(words, unmute.error)} />}
    </>
  )
}
