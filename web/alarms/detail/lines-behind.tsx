/** The way from an alarm to the log lines that it counts. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiAlarm } from '../../../src/model/index.ts'
import { getMetricFilters, orThrow, useFeature } from '../../api/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import classes from '../alarms.module.css'
import { filtersBehind, metricsOf, rangeOfFiring } from './lines.ts'

export function LinesBehind({ alarm }: { readonly alarm: ApiAlarm }) {
  const words = useWords()
  const view = useTimeView()
  const wanted = useFeature('filters') === true && metricsOf(alarm.input).length > 0
  const found = useQuery({
    queryKey: ['metric-filters', 'all'],
    queryFn: ({ signal }) => orThrow(getMetricFilters('', signal)),
    enabled: wanted,
    staleTime: 60_000,
  })
  const behind = filtersBehind(found.data?.filters ?? [], alarm.input)
  if (behind.length === 0) return null
  const range = rangeOfFiring(alarm)
  const time = range ? { ...view, range } : view
  return (
    <p className={classes.lines}>
      {words.alarms.lines}{' '}
      {behind.map((filter, at) => (
        <span key={`${filter.group} ${filter.name}`}>
          {at > 0 && ' · '}
          <Link {...paths.logs({ groups: [filter.group], pattern: filter.pattern }, time)}>
            {words.alarms.linesOf(filter.group, filter.pattern === '' ? words.filters.everyLine : filter.pattern)}
          </Link>
        </span>
      ))}
    </p>
  )
}
