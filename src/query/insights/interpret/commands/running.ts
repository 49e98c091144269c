/** Commands that remember rows before: `accum`, `autoregress`, `filldown`. */
import { finite, numberOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import type { Stage } from '../stage.ts'
import { lookup, nameOf, type Shape, shownColumns, withColumns, withValues } from '../table.ts'

/** The running sum; null in rows that have no number. */
export function accumStage(
  { field, name }: Extract<Command, { kind: 'accum' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  let sum = 0
  return {
    shape: withColumns(shape, [name]),
    push(row) {
      const value = numberOf(lookup(row, field, context.region))
      sum += value ?? 0
      return [withValues(row, [[name, value === null ? null : finite(sum)]])]
    },
  }
}

/** Values of the rows before: `f_p1` is of the row just before. One value with a name of its own has just that name. */
export function autoregressStage(
  { field, name, from, to }: Extract<Command, { kind: 'autoregress' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const before: Value[] = []
  const steps = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  const nameAt = (step: number): string => (from === to && name !== field.text ? name : `${name}_p${step}`)
  return {
    shape: withColumns(shape, steps.map(nameAt)),
    push(row) {
      const made = withValues(
        row,
        steps.map(step => [nameAt(step), before[step - 1] ?? null] as const),
      )
      before.unshift(lookup(row, field, context.region))
      if (before.length > to) before.pop()
      return [made]
    },
  }
}

/** A null becomes the last value above it. Names may hold `*`; none means every column. */
export function filldownStage(
  { fields }: Extract<Command, { kind: 'filldown' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const shown = shownColumns(shape)
  const names = fields.length === 0 ? shown : fields.flatMap(name => matching(name, shown))
  const last = new Map<string, Value>()
  return {
    shape,
    push(row) {
      const entries = [...new Set(names)].map(name => {
        const value = lookup(row, nameOf(name), context.region) ?? last.get(name) ?? null
        last.set(name, value)
        return [name, value] as const
      })
      return [withValues(row, entries)]
    },
  }
}

function matching(name: string, shown: readonly string[]): readonly string[] {
  if (!name.includes('*')) return [name]
  const parts = name.split('*')
  return shown.filter(column => isGlobMatch(column, parts))
}

function isGlobMatch(text: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}
