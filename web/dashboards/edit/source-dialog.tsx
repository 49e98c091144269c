/** The JSON of a whole board: looked at, copied, and while it is edited, changed as a text. */
import { Button, Group, Modal } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { copyText } from '../../states/index.ts'
import { printBody } from './body.ts'
import { checkBoard, parseJson } from './check.ts'
import { SourceField } from './source-field.tsx'
import { Troubles } from './troubles.tsx'

export interface SourceDialogProps {
  readonly json: unknown
  readonly close: () => void
  /** Without it the source is only looked at. */
  readonly apply?: (json: unknown) => void
}

export default function SourceDialog({ json, close, apply }: SourceDialogProps) {
  const words = useWords()
  const [text, setText] = useState(() => printBody(json))
  const parsed = useMemo(() => parseJson(text), [text])
  const check = useMemo(
    () => (parsed.ok ? checkBoard(parsed.json) : { errors: [{ path: '', message: parsed.message }], warnings: [] }),
    [parsed],
  )
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={words.dashboards.boardSource}
      closeButtonProps={{ 'aria-label': words.keys.close }}
    >
      <SourceField value={text} rows={22} {...(apply ? { change: setText } : {})} />
      <Troubles check={check} />
      <Group justify="flex-end" mt="sm">
        <Button variant="default" onClick={() => void copyText(text)}>
          {words.dashboards.copyText}
        </Button>
        <Button variant="default" onClick={close}>
          {apply ? words.groups.cancel : words.dashboards.close}
        </Button>
        {apply && (
          <Button
            disabled={!parsed.ok || check.errors.length > 0}
            onClick={() => {
              if (parsed.ok) apply(parsed.json)
              close()
            }}
          >
            {words.dashboards.applyChange}
          </Button>
        )}
      </Group>
    </Modal>
  )
}
