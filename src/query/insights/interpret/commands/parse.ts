/** `parse` in its four forms. A row that does not match is kept, with the names null. */
import { captures, matchGlob, parseCsvRecord, parseLogfmt, textOf } from '../../functions/index.ts'
import type { Command, ParseHow } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import type { Stage } from '../stage.ts'
import { type Shape, withColumns, withValues } from '../table.ts'

export function parseStage(
  { of, how }: Extract<Command, { kind: 'parse' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const names = how.kind === 'logfmt' ? [how.name] : how.names
  return {
    shape: withColumns(shape, names),
    push(row) {
      const text = textOf(evaluate(of, row, context))
      const found = text === null ? [] : matches(text, how)
      const all = found.length === 0 ? [[]] : found
      return all.map(values =>
        withValues(
          row,
          names.map((name, at) => [name, values[at] ?? null] as const),
        ),
      )
    },
  }
}

/** The values of each match, in the order of the names. */
function matches(text: string, how: ParseHow): readonly (readonly Value[])[] {
  switch (how.kind) {
    case 'glob': {
      const found = matchGlob(text, how.literals)
      return found === null ? [] : [found]
    }
    case 'regex': {
      const { regex, multi, names } = how
      const byName = regex.groups.length > 0 && regex.groups.every((group, at) => group === names[at])
      return captures(text, regex.source, multi, byName ? regex.groups : [])
    }
    case 'logfmt':
      return [[parseLogfmt(text)]]
    case 'csv':
      return [parseCsvRecord(text)]
  }
}
