/** The history of all alarms, deleted ones too. */
import { SegmentedControl } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import classes from '../alarms.module.css'
import { type HistoryType, historyTypes, readHistory } from '../view.ts'
import { AlarmHistory } from './history.tsx'

export function AlarmHistoryPage() {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const { type } = readHistory(useSearch({ strict: false }) as Search)
  useDocumentTitle([words.alarms.history, words.alarms.title, words.brand].join(' · '))
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{words.alarms.historyTitle}</h1>
        <p className={classes.dim}>{words.alarms.historyLead}</p>
        <SegmentedControl
          size="xs"
          mt="xs"
          aria-label={words.alarms.what}
          value={type ?? ''}
          onChange={value =>
            void navigate(paths.alarmHistory({ type: (value || undefined) as HistoryType | undefined }, time))
          }
          data={[
            { value: '', label: words.alarms.kinds.all },
            ...historyTypes.map(one => ({ value: one, label: words.alarms.historyTypes[one] })),
          ]}
        />
      </header>
      <AlarmHistory name={undefined} type={type} />
    </div>
  )
}
