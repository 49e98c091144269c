/** The Logs page: without a group, the list of groups; with some, the search. */
import { useDocumentTitle } from '@mantine/hooks'
import { useFeature } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { GroupTable } from './groups/index.ts'
import classes from './logs.module.css'
import { PodPicker, titleOf } from './pods/index.ts'
import { SearchPage } from './search-page.tsx'
import { useLogsView } from './use-view.ts'
import { withGroups, withPods } from './view.ts'

export function LogsPage() {
  const words = useWords()
  const { view, change } = useLogsView()
  const hasCluster = useFeature('cluster')
  const title = view.pods === undefined ? view.groups.join(', ') : titleOf(view.pods)
  useDocumentTitle([title, words.nav.logs, words.brand].filter(Boolean).join(' · '))
  if (view.groups.length > 0 || view.pods !== undefined)
    return (
      <>
        <h1 className="mg-visually-hidden">{words.nav.logs}</h1>
        <SearchPage view={view} change={change} />
      </>
    )
  return (
    <div className={classes.start}>
      <header>
        <h1>{words.groups.title}</h1>
        <p>{words.groups.lead}</p>
        {hasCluster && (
          <PodPicker prominent pods={undefined} choose={pods => change(before => withPods(before, pods))} />
        )}
      </header>
      <div className={classes.startList}>
        <GroupTable initial={[]} open={groups => change(before => withGroups(before, groups))} />
      </div>
    </div>
  )
}
