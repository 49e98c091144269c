/** Which groups have an index on a field: those whose policy names it, letter by letter; on a few fields all have one, as at CloudWatch. */
import { ok, type Result } from '../../model/index.ts'
import type { PolicySettings, SettingsError } from '../../store/settings/port.ts'
import { readIndexDocument } from './document.ts'

const everywhere: ReadonlySet<string> = new Set(['@logStream', '@aws.region', '@aws.account', '@source.log', 'traceId'])

export async function indexedGroups(
  settings: Pick<PolicySettings, 'groupPolicies'>,
  groupIds: readonly number[],
  field: string,
): Promise<Result<ReadonlySet<number>, SettingsError>> {
  if (everywhere.has(field)) return ok(new Set(groupIds))
  const found = await settings.groupPolicies('index', groupIds)
  if (!found.ok) return found
  const having = found.value.filter(({ document }) => {
    const fields = readIndexDocument(document)
    return fields.ok && fields.value.some(({ name }) => name === field)
  })
  return ok(new Set(having.map(({ groupId }) => groupId)))
}
