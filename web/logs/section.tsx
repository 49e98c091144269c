/** What stands around the pages about logs: their tabs. A tab whose part the server has not is not there. */
import { Link, Outlet, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFeature } from '../api/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { type Place, paths } from '../paths.ts'
import { list, type Search, text } from '../search.ts'
import classes from './section.module.css'

export function LogsSection() {
  const words = useWords()
  const time = useTimeView()
  const search = useSearch({ strict: false }) as Search
  // The groups go along from tab to tab; the page of one group is about that one.
  const name = text(search.name)
  const groups = search.group === undefined ? (name === undefined ? [] : [name]) : list(search.group)
  const tabs: readonly (readonly [string, Place, boolean | undefined])[] = [
    [words.search.run, paths.logs({ groups }, time), true],
    [words.insights.title, paths.insights({ groups }, time), useFeature('insights')],
    [words.deliveries.title, paths.deliveries(time), useFeature('subscriptions')],
    [words.costs.title, paths.costs({}, time), useFeature('costs')],
    [words.exports.title, paths.exports(time), useFeature('exports')],
  ]
  const shown = tabs.filter(([, , there]) => there)
  return (
    <div className={classes.section}>
      {shown.length > 1 && (
        <nav className={classes.tabs} aria-label={words.nav.logs}>
          {shown.map(([word, place]) => (
            <Link
              key={place.to}
              {...place}
              className={classes.tab}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'data-active': true }}
            >
              {word}
            </Link>
          ))}
        </nav>
      )}
      <div className={classes.inside}>
        <Outlet />
      </div>
    </div>
  )
}

export interface SectionHeadProps {
  readonly title: string
  readonly lead: string
  readonly children?: ReactNode
}

export function SectionHead({ title, lead, children }: SectionHeadProps) {
  return (
    <header className={classes.head}>
      <div>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      {children}
    </header>
  )
}
