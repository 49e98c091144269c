/** What was taken over and what was not, in words. Pure. */
import type { Messages } from '../messages/index.ts'
import { tamed } from '../table.ts'
import type { Done } from './apply.ts'
import { importKinds } from './gathered.ts'

/** Names that one note stands for before the rest is only counted. */
const namedTogether = 5

export function reportText(done: readonly Done[], planned: boolean, say: Messages): string {
  const lines: string[] = []
  for (const kind of importKinds) {
    const own = done.filter(({ step }) => step.kind === kind)
    if (own.length === 0) continue
    const refused = own.filter(one => one.refused !== null)
    const total = say[planned ? 'import-total-planned' : 'import-total']
    lines.push(total(say[`import-kind-${kind}`](), own.length - refused.length, refused.length))
    for (const { step, refused: why } of refused)
      if (why !== null) lines.push(say['import-refused'](tamed(step.name), tamed(why(say))))
    const taken = own.filter(one => one.refused === null)
    for (const [note, names] of notesOf(taken, say)) lines.push(`  ${together(names)}: ${tamed(note)}`)
  }
  return lines.map(line => `${line}\n`).join('')
}

/** A note that many have is said once, with their names. */
function notesOf(done: readonly Done[], say: Messages): ReadonlyMap<string, readonly string[]> {
  const notes = new Map<string, string[]>()
  for (const { step, notes: own } of done) {
    for (const text of new Set(own.map(note => note(say)))) {
      const names = notes.get(text)
      if (names === undefined) notes.set(text, [step.name])
      else names.push(step.name)
    }
  }
  return notes
}

function together(names: readonly string[]): string {
  const shown = names.slice(0, namedTogether).map(tamed).join(', ')
  return names.length > namedTogether ? `${shown} … +${names.length - namedTogether}` : shown
}

export const reportJson = (done: readonly Done[], planned: boolean, say: Messages) =>
  done.map(({ step, notes, refused }) => ({
    kind: step.kind,
    name: step.name,
    done: refused !== null ? 'refused' : planned ? 'planned' : 'taken-over',
    ...(refused === null ? {} : { why: refused(say) }),
    notes: notes.map(note => note(say)),
  }))
