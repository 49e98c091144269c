/** The left rail: pages with icon and word, collapsible; on a phone it lies at the bottom. */
import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/index.ts'
import { Brand } from './brand.tsx'
import classes from './frame.module.css'
import { usePages } from './pages.ts'
import { useTimeView } from './time-view.ts'

export function Rail() {
  const words = useWords()
  const time = useTimeView()
  const pages = usePages()
  const [narrow, setNarrow] = useLocalStorage({
    key: 'mangru.rail-narrow',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const turn = narrow ? words.nav.expand : words.nav.collapse
  return (
    <nav className={classes.rail} data-narrow={narrow || undefined} aria-label={words.nav.label}>
      <Link {...pages[0]!.place(time)} className={classes.brand} aria-label={words.brand}>
        <Brand />
        <span className={classes.word}>{words.brand}</span>
      </Link>
      <ul className={classes.pages}>
        {pages.map(page => (
          <li key={page.name}>
            <Tooltip label={words.nav[page.name]} position="right" disabled={!narrow}>
              <Link
                {...page.place(time)}
                className={classes.page}
                activeOptions={{ includeSearch: false }}
                activeProps={{ 'data-active': true }}
                {...(narrow ? { 'aria-label': words.nav[page.name] } : {})}
              >
                <page.icon size={18} stroke={1.7} aria-hidden />
                <span className={classes.word}>{words.nav[page.name]}</span>
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <Tooltip label={turn} position="right">
        <ActionIcon className={classes.turn} aria-label={turn} onClick={() => setNarrow(!narrow)}>
          {narrow ? (
            <IconLayoutSidebarLeftExpand size={18} stroke={1.5} />
          ) : (
            <IconLayoutSidebarLeftCollapse size={18} stroke={1.5} />
          )}
        </ActionIcon>
      </Tooltip>
    </nav>
  )
}
