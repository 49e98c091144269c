/** The one time control of the top bar: shows the range, opens the picker, steps, zooms out and refreshes. */
import { ActionIcon, Button, Menu, Popover, Tooltip } from '@mantine/core'
import {
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconClock,
  IconRefresh,
  IconZoomOut,
} from '@tabler/icons-react'
import { useState } from 'react'
import { showExactTime, showStretch, showZone } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { useKeys } from '../keyboard/index.ts'
import { useTime } from './context.tsx'
import classes from './control.module.css'
import { TimePicker } from './picker.tsx'
import { refreshChoices, relativeWidth, stepRange, zoomOut } from './range.ts'

export function TimeControl() {
  const words = useWords()
  const time = useTime()
  const [open, setOpen] = useState(false)
  useKeys({ time: () => setOpen(true) })
  const width = relativeWidth(time.range)
  const { from, to } = time.resolved
  const exact = `${showExactTime(from, time.zone)} – ${showExactTime(to, time.zone)}`
  const label = width ? words.time.last(width) : showStretch(from, to, time.zone)

  return (
    <div className={classes.control} role="group" aria-label={words.time.label}>
      <Tooltip label={words.time.back}>
        <ActionIcon
          aria-label={words.time.back}
          onClick={() => time.setRange(stepRange(time.range, -1, Date.now(), time.zone))}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant="default"
            className={classes.range}
            leftSection={<IconClock size={14} aria-hidden />}
            rightSection={<span className={classes.zone}>{showZone(to, time.zone)}</span>}
            onClick={() => setOpen(!open)}
            title={exact}
            aria-haspopup="dialog"
            aria-expanded={open}
          >
            {label}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label={words.time.label}>
          <TimePicker close={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
      <Tooltip label={words.time.forward}>
        <ActionIcon
          aria-label={words.time.forward}
          onClick={() => time.setRange(stepRange(time.range, 1, Date.now(), time.zone))}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.time.zoomOut}>
        <ActionIcon
          aria-label={words.time.zoomOut}
          onClick={() => time.setRange(zoomOut(time.range, Date.now(), time.zone))}
        >
          <IconZoomOut size={16} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.refresh}>
        <Tooltip label={words.time.refreshNow}>
          <ActionIcon aria-label={words.time.refreshNow} onClick={time.refreshNow}>
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
        <Menu>
          <Menu.Target>
            <button type="button" className={classes.every} aria-label={words.time.refresh}>
              {time.refresh === 'off' ? words.time.refreshOff : time.refresh}
              <IconChevronDown size={12} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{words.time.refresh}</Menu.Label>
            {refreshChoices.map(choice => (
              <Menu.Item
                key={choice}
                onClick={() => time.setRefresh(choice)}
                fw={choice === time.refresh ? 700 : 400}
                aria-current={choice === time.refresh}
              >
                {choice === 'off' ? words.time.refreshOff : words.time.every(choice)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  )
}
