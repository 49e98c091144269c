/** How long a group keeps its lines, changed in place. A shorter time deletes, so it is asked twice. */
import { Button, Group, Menu, Modal, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { ApiLogGroup } from '../../../src/model/index.ts'
import { retentionChoices } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { type Catalogue, useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import classes from './groups.module.css'
import { useGroupChanges } from './queries.ts'

export const showRetention = (words: Catalogue, days: number | null): string =>
  days === null ? words.groups.forever : words.groups.days(days, showCount(days))

export function Retention({ group }: { readonly group: ApiLogGroup }) {
  const words = useWords()
  const { retain } = useGroupChanges()
  const [asked, setAsked] = useState<number>()
  const choose = (days: number | null) => {
    const shorter = days !== null && (group.retentionDays === null || days < group.retentionDays)
    if (shorter && group.events > 0) setAsked(days)
    else if (days !== group.retentionDays) retain.mutate({ name: group.name, days })
  }
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={classes.retention} aria-label={words.groups.retentionOf(group.name)}>
            {showRetention(words, group.retentionDays)}
            <IconChevronDown size={12} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          {[null, ...retentionChoices].map(days => (
            <Menu.Item
              key={String(days)}
              onClick={() => choose(days)}
              fw={days === group.retentionDays ? 700 : 400}
              aria-current={days === group.retentionDays}
            >
              {showRetention(words, days)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked !== undefined && (
        <SetRetention name={group.name} before={group.retentionDays} days={asked} close={() => setAsked(undefined)} />
      )}
      <Modal
        opened={retain.isError}
        onClose={retain.reset}
        title={words.state.errorTitle}
        closeButtonProps={{ 'aria-label': words.keys.close }}
      >
        <Trouble inline message={explain(words, retain.error)} />
      </Modal>
    </>
  )
}

export interface SetRetentionProps {
  readonly name: string
  readonly before: number | null
  readonly days: number
  readonly close: () => void
  readonly done?: () => void
}

/** Asks once more, says what disappears, and does it. */
export function SetRetention({ name, before, days, close, done }: SetRetentionProps) {
  const words = useWords()
  const { retain } = useGroupChanges()
  const longer = before !== null && days > before
  return (
    <Modal
      opened
      onClose={close}
      title={longer ? words.groups.retentionOf(name) : words.groups.shorterTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      {retain.isError && <Trouble inline message={explain(words, retain.error)} />}
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {longer
          ? words.groups.longerLead(name, showRetention(words, days))
          : words.groups.shorterLead(name, showRetention(words, days))}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button
          {...(longer ? {} : { color: 'red' })}
          loading={retain.isPending}
          onClick={() =>
            retain.mutate(
              { name, days },
              {
                onSuccess: () => {
                  close()
                  done?.()
                },
              },
            )
          }
        >
          {longer ? words.groups.longerDo : words.groups.shorterDo}
        </Button>
      </Group>
    </Modal>
  )
}
