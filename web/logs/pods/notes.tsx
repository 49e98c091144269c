/** Above the lines of pods: how many pods these are, and what is to be known of their logs. */
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiPodSelector, Said } from '../../../src/model/index.ts'
import { getPodLogs } from '../../api/index.ts'
import { showCount } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import classes from './pods.module.css'
import { isTrouble, sayOfPods } from './say.ts'

export interface PodNotesProps {
  readonly pods: ApiPodSelector
  readonly from: number
  readonly to: number
}

export function PodNotes({ pods, from, to }: PodNotesProps) {
  const words = useWords()
  const asked = useQuery({
    queryKey: ['pod-logs', pods, from, to],
    queryFn: ({ signal }) => getPodLogs(pods, { from, to }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (asked.data === undefined) return null
  if (!asked.data.ok) {
    const problem = asked.data.error
    // Whatever else is in the way is said where the lines are.
    if (problem.kind !== 'refused') return null
    const { code, message, said } = problem.error
    return (
      <div className={classes.notes}>
        <Note said={said ?? { code, values: {} }} otherwise={message} bad />
      </div>
    )
  }
  const { total, pods: shown, notes } = asked.data.value
  const gone = shown.filter(({ goneAt }) => goneAt !== null).length
  return (
    <div className={classes.notes}>
      <p className={classes.count} title={shown.map(({ namespace, name }) => `${namespace}/${name}`).join('\n')}>
        {words.podLogs.pods(total, showCount(total))}
        {gone > 0 && `, ${words.podLogs.gone(showCount(gone))}`}
      </p>
      {notes.map(note => (
        <Note key={note.code} said={note} bad={isTrouble(note)} />
      ))}
    </div>
  )
}

function Note({ said, bad, otherwise }: { readonly said: Said; readonly bad: boolean; readonly otherwise?: string }) {
  const words = useWords()
  const time = useTimeView()
  const Icon = bad ? IconAlertTriangle : IconInfoCircle
  const { group } = said.values
  return (
    <p className={classes.note} data-bad={bad || undefined} role={bad ? 'alert' : 'status'}>
      <Icon size={14} aria-hidden />
      <span>
        {sayOfPods(words, said) ?? otherwise ?? said.code}{' '}
        {typeof group === 'string' && <Link {...paths.logs({ groups: [group] }, time)}>{group}</Link>}
      </span>
    </p>
  )
}
