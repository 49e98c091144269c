/** Is this a filter pattern, and what of these lines does it match? For the editor, while one types. */
import { type ApiPatternCheck, ok } from '../../model/index.ts'
import { compilePredicate, parseFilterPattern } from '../../query/filter-pattern/index.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { patternShape, readShape } from './shapes.ts'

export const patternRoutes: Routes = (app, _deps) => {
  app.post('/api/logs/pattern', asks, async (request, reply) => {
    const asked = readShape(patternShape, request.body)
    return asked.ok ? answer(reply, ok(check(asked.value.pattern, asked.value.messages))) : refuse(reply, asked.error)
  })
}

function check(text: string, messages: readonly string[]): ApiPatternCheck {
  const pattern = parseFilterPattern(text)
  if (!pattern.ok) return { ok: false, message: pattern.error.message, from: pattern.error.from, to: pattern.error.to }
  const matches = compilePredicate(pattern.value)
  return { ok: true, matches: [...messages.keys()].filter(at => matches(messages[at] ?? '')) }
}
