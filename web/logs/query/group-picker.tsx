/** The groups being searched, as chips, and the drawer where they are changed. */
import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useWords } from '../../i18n/index.ts'
import { GroupTable } from '../groups/index.ts'
import classes from './query.module.css'

export interface GroupPickerProps {
  readonly groups: readonly string[]
  readonly choose: (groups: readonly string[]) => void
}

export function GroupPicker({ groups, choose }: GroupPickerProps) {
  const words = useWords()
  const [opened, { open, close }] = useDisclosure()
  return (
    <div className={classes.groups}>
      {groups.map(group => (
        <span key={group} className={classes.group}>
          <button type="button" className={classes.chipText} title={group} onClick={open}>
            {group}
          </button>
          <button
            type="button"
            className={classes.chipOff}
            aria-label={words.search.remove(group)}
            onClick={() => choose(groups.filter(one => one !== group))}
          >
            <IconX size={12} aria-hidden />
          </button>
        </span>
      ))}
      <button type="button" className={classes.addGroup} onClick={open}>
        <IconPlus size={13} aria-hidden />
        {words.groups.choose}
      </button>
      <Drawer
        opened={opened}
        onClose={close}
        position="left"
        size={860}
        padding={0}
        title={words.groups.lead}
        closeButtonProps={{ 'aria-label': words.keys.close }}
        classNames={{ header: classes.drawerHead ?? '', body: classes.drawerBody ?? '', content: classes.drawer ?? '' }}
      >
        <GroupTable
          initial={groups}
          open={chosen => {
            close()
            choose(chosen)
          }}
        />
      </Drawer>
    </div>
  )
}
