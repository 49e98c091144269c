/** The top bar: palette, time range, health, language, theme, help, account. */
import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { logOut, useSession } from '../api/index.ts'
import { catalogues, type Language, useLanguage } from '../i18n/index.ts'
import { Keys } from '../keyboard/index.ts'
import { TimeControl } from '../time/index.ts'
import { ClusterChooser } from './cluster-chooser.tsx'
import classes from './frame.module.css'
import { HealthLight } from './health-light.tsx'

export function TopBar({ openPalette, openHelp }: { readonly openPalette: () => void; readonly openHelp: () => void }) {
  const { words } = useLanguage()
  return (
    <header className={classes.top}>
      <ClusterChooser />
      <button type="button" className={classes.find} onClick={openPalette} aria-label={words.frame.palette}>
        <IconSearch size={15} aria-hidden />
        <span className={classes.findText}>{words.frame.palette}</span>
        <span className={classes.findKeys}>
          <Keys keys="Mod+K" />
        </span>
      </button>
      <div className={classes.timeSlot}>
        <TimeControl />
      </div>
      <div className={classes.tools}>
        <HealthLight />
        <LanguageMenu />
        <ThemeMenu />
        <Tooltip label={words.frame.help}>
          <ActionIcon aria-label={words.frame.help} onClick={openHelp} className={classes.helpButton}>
            <IconKeyboard size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <AccountMenu />
      </div>
    </header>
  )
}

function LanguageMenu() {
  const { words, language, speak } = useLanguage()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={words.frame.language}>
          <IconLanguage size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(catalogues) as Language[]).map(one => (
          <Menu.Item
            key={one}
            lang={one}
            onClick={() => speak(one)}
            fw={one === language ? 700 : 400}
            aria-current={one === language}
          >
            {catalogues[one].language}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function ThemeMenu() {
  const { words } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choices = [
    { scheme: 'light', text: words.frame.themeLight, Icon: IconSun },
    { scheme: 'dark', text: words.frame.themeDark, Icon: IconMoon },
    { scheme: 'auto', text: words.frame.themeAuto, Icon: IconDeviceDesktop },
  ] as const
  const Current = choices.find(choice => choice.scheme === colorScheme)?.Icon ?? IconDeviceDesktop
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={words.frame.theme}>
          <Current size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ scheme, text, Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={15} stroke={1.6} aria-hidden />}
            onClick={() => setColorScheme(scheme)}
            fw={scheme === colorScheme ? 700 : 400}
            aria-current={scheme === colorScheme}
          >
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Only where there is someone to log out. */
function AccountMenu() {
  const { words } = useLanguage()
  const session = useSession()
  const queries = useQueryClient()
  const user = session.data?.user
  if (!session.data?.loginRequired || !user) return null
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={words.frame.account}>
          <IconUser size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`${user.name} · ${user.role}`}</Menu.Label>
        <Menu.Item
          leftSection={<IconLogout size={15} aria-hidden />}
          onClick={() => void logOut().then(() => queries.resetQueries())}
        >
          {words.frame.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
