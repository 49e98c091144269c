/** What stands around the pages about alarms: their tabs. */
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useFeature } from '../api/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { type Place, paths } from '../paths.ts'
import classes from './alarms.module.css'

export function AlarmsSection() {
  const words = useWords()
  const time = useTimeView()
  // One alarm, seen or changed, belongs to their list.
  const one = useLocation({ select: ({ pathname }) => /\/alarms\/(alarm|edit)$/.test(pathname) })
  const tabs: readonly (readonly [string, Place, boolean | undefined])[] = [
    [words.alarms.title, paths.alarms({}, time), true],
    [words.alarms.history, paths.alarmHistory({}, time), true],
    [words.presets.title, paths.alarmPresets({}, time), true],
    [words.mutes.title, paths.mutes({}, time), true],
    [words.receivers.title, paths.receivers(time), useFeature('topics')],
  ]
  return (
    <div className={classes.section}>
      <nav className={classes.tabs} aria-label={words.nav.alarms}>
        {tabs
          .filter(([, , there]) => there)
          .map(([word, place]) => (
            <Link
              key={place.to}
              {...place}
              className={classes.tab}
              {...(one && place.to === '/alarms' ? { 'data-active': true } : {})}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'data-active': true }}
            >
              {word}
            </Link>
          ))}
      </nav>
      <div className={classes.inside}>
        <Outlet />
      </div>
    </div>
  )
}
