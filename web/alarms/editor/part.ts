/** What each part of the alarm form is handed. */
import type { AlarmDraft, DraftTrouble } from './draft.ts'

export interface FormPart {
  readonly draft: AlarmDraft
  readonly set: (part: Partial<AlarmDraft>) => void
  /** The words of a trouble, once the form has been tried. */
  readonly wrong: (name: DraftTrouble) => string | undefined
}
