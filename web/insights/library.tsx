/** The drawer beside the query: samples, saved queries, what ran before, and the SQL of what is typed. */
import { Drawer } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { History } from './history.tsx'
import type { Panel } from './panel.ts'
import { Samples } from './samples.tsx'
import { SavedQueries } from './saved/index.ts'
import { Sql } from './sql.tsx'
import type { ChangeInsights } from './use-insights.ts'
import type { InsightsView } from './view.ts'

export interface LibraryProps {
  readonly panel: Panel
  readonly close: () => void
  readonly view: InsightsView
  readonly draft: string
  /** Into the editor; groups replace the chosen ones when there are some. */
  readonly take: (text: string, groups?: readonly string[]) => void
  readonly change: ChangeInsights
}

export function Library({ panel, close, view, draft, take, change }: LibraryProps) {
  const words = useWords()
  const titles = {
    saved: words.insights.saved,
    history: words.insights.history,
    sql: words.insights.sqlTitle,
    samples: words.insights.samples,
  }
  return (
    <Drawer
      opened={panel !== undefined}
      onClose={close}
      position="right"
      size={panel === 'sql' || panel === 'samples' ? 760 : 520}
      title={panel && titles[panel]}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      {panel === 'saved' && <SavedQueries draft={draft} groups={view.groups} take={take} />}
      {panel === 'history' && <History view={view} change={change} close={close} />}
      {panel === 'sql' && <Sql draft={draft} groups={view.groups} />}
      {panel === 'samples' && <Samples take={take} />}
    </Drawer>
  )
}
