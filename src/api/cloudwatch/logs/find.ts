/** From what a caller writes to the group and stream that are meant. */
import { days, err, type Instant, instant, minus, ok, type Result } from '../../../model/index.ts'
import type { LogGroup, LogStream } from '../../../store/settings/port.ts'
import { type AwsCall, type AwsError, invalidParameter } from '../protocol/index.ts'
import { parseIdentifier } from './arn.ts'
import type { LogsPorts } from './context.ts'
import { classRefuses, refusals, settingsTrouble } from './refusals.ts'

export async function findGroup(ports: LogsPorts, name: string): Promise<Result<LogGroup, AwsError>> {
  const found = await ports.settings.group(name)
  if (!found.ok) return err(settingsTrouble(found.error))
  return found.value === undefined ? err(refusals.groupMissing) : ok(found.value)
}

export async function findStream(
  ports: LogsPorts,
  group: LogGroup,
  name: string,
): Promise<Result<LogStream, AwsError>> {
  const found = await ports.settings.stream(group.id, name.toWellFormed())
  if (!found.ok) return err(settingsTrouble(found.error))
  return found.value === undefined ? err(refusals.streamMissing) : ok(found.value)
}

export interface NamedGroup {
  readonly logGroupName?: string | null | undefined
  readonly logGroupIdentifier?: string | null | undefined
}

/** One of name and identifier, not both. */
export async function findNamedGroup(
  ports: LogsPorts,
  { logGroupName, logGroupIdentifier }: NamedGroup,
  call: AwsCall,
): Promise<Result<LogGroup, AwsError>> {
  if (logGroupName && logGroupIdentifier) return err(refusals.nameAndIdentifier)
  if (logGroupName) return findGroup(ports, logGroupName)
  if (!logGroupIdentifier) return err(noName)
  return findIdentified(ports, logGroupIdentifier, call)
}

const noName = invalidParameter(
  "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null",
)

export async function findIdentified(
  ports: LogsPorts,
  identifier: string,
  call: AwsCall,
): Promise<Result<LogGroup, AwsError>> {
  const named = parseIdentifier(identifier, call.account)
  if (named === undefined) return err(refusals.badIdentifier)
  return named.elsewhere ? err(refusals.groupMissing) : findGroup(ports, named.name)
}

/** The class INFREQUENT_ACCESS is for queries alone. */
export function readable(group: LogGroup, operation: string): Result<LogGroup, AwsError> {
  return group.class === 'INFREQUENT_ACCESS' ? err(classRefuses(operation, group.class)) : ok(group)
}

/** Events before this are expired and never shown. */
export function notBefore({ retentionDays }: LogGroup, now: Instant): Instant {
  return retentionDays === null ? instant(0) : minus(now, days(retentionDays))
}
