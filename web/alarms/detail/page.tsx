/** One alarm: how it stands and why, what it saw, whom it told, what it is. */
import { Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ApiAlarmDetail } from '../../../src/model/index.ts'
import { ApiProblem } from '../../api/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { AlarmHistory } from '../history/history.tsx'
import { useAlarm } from '../queries.ts'
import { type AlarmTab, readAlarm } from '../view.ts'
import { AlarmChart } from './chart.tsx'
import { Contributors } from './contributors.tsx'
import { Definition } from './definition.tsx'
import { Deliveries } from './deliveries.tsx'
import { Evaluated } from './evaluated.tsx'
import { DetailHead } from './head.tsx'
import { Tree } from './tree.tsx'
import { Why } from './why.tsx'

export function AlarmPage() {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const { name, tab } = readAlarm(useSearch({ strict: false }) as Search)
  const found = useAlarm(name)
  useDocumentTitle([name, words.alarms.title, words.brand].join(' · '))
  useKeys({ close: () => void navigate(paths.alarms({ row: name }, time)) })
  if (!found.data) {
    const gone =
      found.error instanceof ApiProblem && found.error.problem.kind === 'refused' && found.error.problem.status === 404
    if (gone || name === '')
      return (
        <Nothing title={words.alarms.gone(name)}>
          <p>
            <Link {...paths.alarms({}, time)}>{words.alarms.toAlarms}</Link>
            {' · '}
            <Link {...paths.alarmHistory({}, time)}>{words.alarms.history}</Link>
          </p>
        </Nothing>
      )
    return found.isError ? (
      <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
    ) : (
      <Waiting rows={14} height={36} />
    )
  }
  const detail = found.data
  return (
    <div className={classes.page}>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      <DetailHead detail={detail} />
      <Tabs
        value={tab}
        onChange={value => void navigate(paths.alarm({ name, tab: (value ?? 'why') as AlarmTab }, time))}
        keepMounted={false}
      >
        <Tabs.List className={classes.detailTabs ?? ''}>
          <Tabs.Tab value="why">{words.alarms.tabs.why}</Tabs.Tab>
          <Tabs.Tab value="history">{words.alarms.history}</Tabs.Tab>
          <Tabs.Tab value="actions">{words.alarms.tabs.actions}</Tabs.Tab>
          <Tabs.Tab value="definition">{words.alarms.tabs.definition}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="why">
          <State detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <AlarmHistory name={name} type={undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="actions">
          <Deliveries detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="definition">
          <Definition detail={detail} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

function State({ detail }: { readonly detail: ApiAlarmDetail }) {
  return (
    <div className={classes.parts}>
      <Why detail={detail} />
      <AlarmChart alarm={detail.alarm} />
      {detail.contributors.length > 0 && <Contributors detail={detail} />}
      {detail.evaluated.length > 0 && <Evaluated detail={detail} />}
      {(detail.children.length > 0 || detail.parents.length > 0) && <Tree detail={detail} />}
    </div>
  )
}
