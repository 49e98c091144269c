/** Dialogs about whole boards: a new one, a copy, one out of a file, gone for good, and two who saved at once. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { explain, Trouble } from '../../states/index.ts'
import { exportBoard } from '../board/export.ts'
import { isConflict, type Save } from '../board/use-save.ts'
import { emptyBody, storedBody } from '../edit/body.ts'
import { useBoardChanges } from '../queries.ts'
import { freeName, isName } from './names.ts'

interface NamedProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly name: string
  readonly submit: string
  readonly body: string
  readonly edit: boolean
  readonly close: () => void
}

/** Stores a body under a name that nobody has, and goes there. */
export function NamedDialog({ title, lead, name, submit, body, edit, close }: NamedProps) {
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const { put } = useBoardChanges()
  const [typed, setTyped] = useState(name)
  const sound = isName(typed.trim())
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!sound) return
    put.mutate(
      { name: typed.trim(), body, version: 0 },
      {
        onSuccess: stored => {
          close()
          void navigate(paths.board({ name: stored.name, edit }, time))
        },
      },
    )
  }
  const taken = put.isError && isConflict(put.error)
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words.keys.close }}>
      <form onSubmit={send}>
        <Stack gap="sm">
          {lead}
          <TextInput
            label={words.dashboards.name}
            description={words.dashboards.nameHint}
            value={typed}
            onChange={event => setTyped(event.currentTarget.value)}
            error={
              typed !== '' && !sound
                ? words.dashboards.nameWrong
                : taken
                  ? words.dashboards.nameTaken(typed.trim())
                  : null
            }
            data-autofocus
            required
            spellCheck={false}
            autoComplete="off"
          />
          {put.isError && !taken && <Trouble inline message={explain(words, put.error)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {words.groups.cancel}
            </Button>
            <Button type="submit" loading={put.isPending} disabled={!sound}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

export function NewDialog({ close }: { readonly close: () => void }) {
  const words = useWords()
  return (
    <NamedDialog
      title={words.dashboards.newTitle}
      name=""
      submit={words.dashboards.create}
      body={storedBody(emptyBody)}
      edit
      close={close}
    />
  )
}

export function CopyDialog({
  name,
  json,
  close,
}: {
  readonly name: string
  readonly json: unknown
  readonly close: () => void
}) {
  const words = useWords()
  return (
    <NamedDialog
      title={words.dashboards.copyTitle}
      lead={<Text size="sm">{words.dashboards.copyLead}</Text>}
      name={freeName(name)}
      submit={words.dashboards.copyDo}
      body={storedBody(json)}
      edit={false}
      close={close}
    />
  )
}

/** `away`: the board is on the screen, and the list comes in its place. */
export function DeleteDialog({
  name,
  close,
  away = false,
}: {
  readonly name: string
  readonly close: () => void
  readonly away?: boolean
}) {
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const { remove } = useBoardChanges()
  return (
    <Modal
      opened
      onClose={close}
      title={words.dashboards.deleteTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {words.dashboards.deleteLead(name)}
      </Text>
      {remove.isError && <Trouble inline message={explain(words, remove.error)} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {words.groups.cancel}
        </Button>
        <Button
          color="red.9"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(name, {
              onSuccess: () => {
                close()
                if (away) void navigate(paths.dashboards({}, time))
              },
            })
          }
        >
          {words.groups.deleteDo}
        </Button>
      </Group>
    </Modal>
  )
}

export function ConflictDialog({
  name,
  save,
  json,
}: {
  readonly name: string
  readonly save: Save
  readonly json: unknown
}) {
  const words = useWords()
  return (
    <Modal
      opened
      onClose={save.forget}
      title={words.dashboards.conflictTitle}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <Text size="sm">{words.dashboards.conflictLead(name)}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => exportBoard(name, json)}>
          {words.dashboards.exportFile}
        </Button>
        <Button variant="default" onClick={save.forget} data-autofocus>
          {words.dashboards.goOn}
        </Button>
        <Button variant="default" onClick={save.takeTheirs}>
          {words.dashboards.takeTheirs}
        </Button>
        <Button color="red.9" onClick={save.force} loading={save.busy}>
          {words.dashboards.overwrite}
        </Button>
      </Group>
    </Modal>
  )
}
