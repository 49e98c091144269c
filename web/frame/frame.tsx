/** What stands around every page. While the server wants a login, only that is shown. */
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useFeature, useSession } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { KeyHelp, useKeys } from '../keyboard/index.ts'
import { type Place, paths } from '../paths.ts'
import { explain, Trouble } from '../states/index.ts'
import { TimeProvider } from '../time/index.ts'
import classes from './frame.module.css'
import { Login } from './login.tsx'
import { usePages } from './pages.ts'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { Ribbon } from './ribbon.tsx'
import { useTimeView } from './time-view.ts'
import { TopBar } from './top-bar.tsx'

export function Frame() {
  const session = useSession()
  const words = useWords()
  if (session.data?.loginRequired && session.data.user === null) return <Login />
  if (session.isError && !session.data)
    return (
      <main>
        <Trouble message={explain(words, session.error)} retry={() => void session.refetch()} />
      </main>
    )
  return (
    <TimeProvider>
      <Inside demo={session.data?.demo ?? false} />
    </TimeProvider>
  )
}

function Inside({ demo }: { readonly demo: boolean }) {
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const [paletteOpen, palette] = useDisclosure()
  const [helpOpen, help] = useDisclosure()
  const to = (place: Place) => () => void navigate(place)
  const pages = usePages()
  const sections = {
    ...Object.fromEntries(pages.map(page => [page.key, to(page.place(time))])),
    ...(useFeature('insights') ? { goInsights: to(paths.insights({}, time)) } : {}),
    ...(useFeature('subscriptions') ? { goDeliveries: to(paths.deliveries(time)) } : {}),
    ...(useFeature('costs') ? { goCosts: to(paths.costs({}, time)) } : {}),
  }
  useKeys({ palette: palette.toggle, help: help.open, ...sections })
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        {words.nav.skip}
      </a>
      <Rail />
      <div className={classes.main}>
        {demo && <Ribbon />}
        <TopBar openPalette={palette.open} openHelp={help.open} />
        <main id="content" className={classes.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Palette opened={paletteOpen} close={palette.close} openHelp={help.open} />
      <KeyHelp opened={helpOpen} close={help.close} />
    </div>
  )
}
