/** What `?` shows: the list of keys itself. */
import { Kbd, Modal } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import classes from './help.module.css'
import { keyBindings } from './keys.ts'

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

export function Keys({ keys }: { readonly keys: string }) {
  const shown = keys.replace('Mod', isMac ? '⌘' : 'Ctrl').replace('Escape', 'Esc')
  return (
    <span className={classes.keys}>
      {shown.split(/[+ ]/).map(key => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  )
}

export function KeyHelp({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const words = useWords()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.keys.title}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      {(['everywhere', 'inLogs', 'inInsights', 'inDashboards'] as const).map(where => (
        <section key={where} className={classes.section}>
          <h3>{words.keys[where]}</h3>
          <dl>
            {keyBindings
              .filter(binding => binding.where === where)
              .map(binding => (
                <div key={binding.name}>
                  <dt>
                    <Keys keys={binding.keys} />
                  </dt>
                  <dd>{words.keys[binding.name]}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
