/** What else can be done with what is graphed: an alarm, a place on a dashboard, the same elsewhere. */
import { ActionIcon, Menu } from '@mantine/core'
import { IconBell, IconCopy, IconDots, IconDownload, IconLayoutDashboard } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useFeature } from '../../api/index.ts'
import type { MetricSeries } from '../../chart/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { saveFile } from '../../insights/result/save-file.ts'
import { copyText } from '../../states/index.ts'
import type { ResolvedRange } from '../../time/index.ts'
import type { Asking } from '../ask.ts'
import { csvOf } from '../shown/values.ts'
import type { MetricsView } from '../view.ts'
import { alarmPlace } from './alarm-link.ts'
import { DashboardDialog } from './dashboard-dialog.tsx'
import { getMetricDataCommand, getMetricDataInput, widgetOf } from './source.ts'

export interface ShareMenuProps {
  readonly view: MetricsView
  readonly asking: Asking
  readonly series: readonly MetricSeries[]
  readonly range: ResolvedRange
}

export function ShareMenu({ view, asking, series, range }: ShareMenuProps) {
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const alarms = useFeature('alarms')
  const dashboards = useFeature('dashboards')
  const [adding, setAdding] = useState(false)
  const nothing = asking.queries.length === 0
  const copies = [
    [words.metrics.copyInput, () => JSON.stringify(getMetricDataInput(asking.queries, range), null, 2)],
    [words.metrics.copyCommand, () => getMetricDataCommand(asking.queries, range, location.origin)],
    [words.metrics.copyWidget, () => JSON.stringify(widgetOf(view, ''), null, 2)],
  ] as const
  const watchable = view.rows.filter(row => row.visible && !asking.problems.has(row.id))
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={words.metrics.more} title={words.metrics.more} variant="default">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {alarms &&
            watchable.slice(0, 12).map(row => (
              <Menu.Item
                key={row.id}
                leftSection={<IconBell size={14} aria-hidden />}
                onClick={() => {
                  const place = alarmPlace(view, asking, row.id, time)
                  if (place) void navigate(place)
                }}
              >
                {words.metrics.makeAlarm(row.id)}
              </Menu.Item>
            ))}
          {dashboards && (
            <Menu.Item
              leftSection={<IconLayoutDashboard size={14} aria-hidden />}
              disabled={nothing}
              onClick={() => setAdding(true)}
            >
              {words.metrics.addToDashboard}
            </Menu.Item>
          )}
          <Menu.Divider />
          {copies.map(([name, text]) => (
            <Menu.Item
              key={name}
              leftSection={<IconCopy size={14} aria-hidden />}
              disabled={nothing}
              onClick={() => void copyText(text())}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconDownload size={14} aria-hidden />}
            disabled={series.length === 0}
            onClick={() => saveFile('metrics.csv', csvOf(series), 'text/csv;charset=utf-8')}
          >
            {words.metrics.downloadCsv}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {adding && <DashboardDialog widget={title => widgetOf(view, title)} close={() => setAdding(false)} />}
    </>
  )
}
