/** Which widget is to be added. */
import { Modal } from '@mantine/core'
import {
  IconBell,
  IconChartArea,
  IconChartBar,
  IconChartLine,
  IconChartPie,
  IconFileText,
  IconGauge,
  IconListDetails,
  IconNumber123,
  IconTable,
  IconTextSize,
} from '@tabler/icons-react'
import { useFeature } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import type { Json } from './body.ts'
import classes from './edit.module.css'
import { type NewKind, newKinds, newWidget } from './templates.ts'

const icons: Readonly<Record<NewKind, typeof IconBell>> = {
  line: IconChartLine,
  stacked: IconChartArea,
  number: IconNumber123,
  gauge: IconGauge,
  bar: IconChartBar,
  pie: IconChartPie,
  table: IconTable,
  logTable: IconListDetails,
  logChart: IconFileText,
  alarm: IconBell,
  text: IconTextSize,
}

export default function AddDialog({ choose, close }: { choose: (widget: Json) => void; close: () => void }) {
  const words = useWords()
  const there: Partial<Record<NewKind, boolean | undefined>> = {
    alarm: useFeature('alarms'),
    logTable: useFeature('insights'),
    logChart: useFeature('insights'),
  }
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={words.dashboards.addWidget}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <ul className={classes.kinds}>
        {newKinds
          .filter(kind => there[kind] !== false)
          .map((kind, at) => {
            const Icon = icons[kind]
            return (
              <li key={kind}>
                <button type="button" onClick={() => choose(newWidget(kind))} data-autofocus={at === 0 || undefined}>
                  <Icon size={22} stroke={1.6} aria-hidden />
                  <b>{words.dashboards.kinds[kind]}</b>
                  <span>{words.dashboards.kindHints[kind]}</span>
                </button>
              </li>
            )
          })}
      </ul>
    </Modal>
  )
}
