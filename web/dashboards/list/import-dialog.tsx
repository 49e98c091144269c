/** A board out of a file: checked before it is stored, with what the checks say. */
import { Button, Group, Modal } from '@mantine/core'
import { useMemo } from 'react'
import { useWords } from '../../i18n/index.ts'
import { checkBoard, parseJson } from '../edit/check.ts'
import { Troubles } from '../edit/troubles.tsx'
import { NamedDialog } from './board-dialogs.tsx'
import { soundName } from './names.ts'
import { unwrapped } from './unwrapped.ts'

export interface Brought {
  readonly name: string
  readonly body: string
}

export default function ImportDialog({ file, close }: { readonly file: Brought; readonly close: () => void }) {
  const words = useWords()
  const { body, name, check } = useMemo(() => {
    const parsed = parseJson(file.body)
    if (!parsed.ok)
      return { body: '', name: '', check: { errors: [{ path: '', message: parsed.message }], warnings: [] } }
    const inside = unwrapped(parsed.json)
    return {
      body: JSON.stringify(inside.json),
      name: inside.name ?? soundName(file.name),
      check: checkBoard(inside.json),
    }
  }, [file])
  if (check.errors.length > 0)
    return (
      <Modal
        opened
        onClose={close}
        size="lg"
        title={words.dashboards.importTitle}
        closeButtonProps={{ 'aria-label': words.keys.close }}
      >
        <p>{words.dashboards.importWrong(file.name)}</p>
        <Troubles check={check} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {words.dashboards.close}
          </Button>
        </Group>
      </Modal>
    )
  return (
    <NamedDialog
      title={words.dashboards.importTitle}
      lead={
        check.warnings.length > 0 && (
          <>
            {words.dashboards.importWarns}
            <Troubles check={check} />
          </>
        )
      }
      name={name}
      submit={words.dashboards.importDo}
      body={body}
      edit={false}
      close={close}
    />
  )
}
