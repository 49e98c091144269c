/** Text to a query that may run, with saved queries in place. */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { DefinitionSettings, SettingsError } from '../../store/settings/port.ts'
import type { CheckedQuery, CompileError } from '../insights/index.ts'
import { checkInsights, expandSaved, type SavedQuery } from '../insights/language/index.ts'

/** Spans of errors and notices are those of the text given; behind a saved query they are the whole text. */
export async function compileQuestion(
  definitions: Pick<DefinitionSettings, 'definitions'>,
  text: string,
): Promise<Result<CheckedQuery, CompileError | SettingsError>> {
  if (!text.includes('$')) return checkInsights(text)
  const saved = await savedByName(definitions)
  if (!saved.ok) return saved
  const expanded = expandSaved(text, saved.value)
  if (!expanded.ok) return expanded
  const checked = checkInsights(expanded.value)
  if (expanded.value === text) return checked
  const span = { from: 0, to: text.length }
  if (!checked.ok) return err({ ...checked.error, span, mend: null })
  return ok({ ...checked.value, notices: checked.value.notices.map(notice => ({ ...notice, span })) })
}

/** Of several with one name the one that was changed last. */
async function savedByName(
  definitions: Pick<DefinitionSettings, 'definitions'>,
): Promise<Result<ReadonlyMap<string, SavedQuery>, SettingsError>> {
  const found = await definitions.definitions({ limit: limits.queryDefinitions })
  if (!found.ok) return found
  const byAge = [...found.value].sort((a, b) => a.changedAt - b.changedAt)
  return ok(
    new Map(
      byAge.map(({ name, text, parameters }) => [
        name,
        {
          text,
          parameters: parameters.map(({ name, defaultValue }) => ({ name, defaultValue: defaultValue ?? null })),
        },
      ]),
    ),
  )
}
