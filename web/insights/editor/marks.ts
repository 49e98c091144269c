/** Underlines in the editor: what is wrong, and what was mended or moved, where they are. */
import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import type { Span } from '../../../src/query/insights/index.ts'

export interface Mark {
  readonly kind: 'error' | 'notice'
  readonly span: Span
  readonly message: string
}

export const setMarks = StateEffect.define<readonly Mark[]>()

const marksField = StateField.define<{ readonly drawn: DecorationSet; readonly wrong: boolean }>({
  create: () => ({ drawn: Decoration.none, wrong: false }),
  update(before, change) {
    let now = { ...before, drawn: before.drawn.map(change.changes) }
    for (const effect of change.effects)
      if (effect.is(setMarks))
        now = {
          drawn: drawnMarks(effect.value, change.state.doc.length),
          wrong: effect.value.some(mark => mark.kind === 'error'),
        }
    return now
  },
  provide: field => [
    EditorView.decorations.from(field, value => value.drawn),
    EditorView.contentAttributes.from(field, value => ({ 'aria-invalid': String(value.wrong) })),
  ],
})
export const marks = marksField

/** A place without width takes the character before it, so that there is something to see. */
function drawnMarks(all: readonly Mark[], length: number): DecorationSet {
  return Decoration.set(
    all.flatMap(({ kind, span, message }) => {
      const to = Math.min(Math.max(span.to, span.from), length)
      const from = Math.min(span.from, length)
      const [start, end] = from < to ? [from, to] : from < length ? [from, from + 1] : [length - 1, length]
      return start < 0 || start >= end
        ? []
        : [Decoration.mark({ class: `mg-${kind}`, attributes: { title: message } }).range(start, end)]
    }),
    true,
  )
}
