/** Which streams a search reads: those named, those of a prefix, or all. */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import type { LogGroup } from '../../../../store/settings/port.ts'
import type { AwsError } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { refusals, settingsTrouble } from '../refusals.ts'

export interface StreamChoice {
  readonly logStreamNames?: readonly string[] | null | undefined
  readonly logStreamNamePrefix?: string | null | undefined
}

/** Ids; undefined: all streams of the group. A name that does not exist is refused, a prefix without streams is empty. */
export async function chooseStreams(
  ports: LogsPorts,
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix }: StreamChoice,
): Promise<Result<readonly number[] | undefined, AwsError>> {
  if (logStreamNames != null) return byNames(ports, group, logStreamNames)
  return logStreamNamePrefix == null ? ok(undefined) : byPrefix(ports, group, logStreamNamePrefix.toWellFormed())
}

async function byNames(
  { settings }: LogsPorts,
  group: LogGroup,
  given: readonly string[],
): Promise<Result<readonly number[], AwsError>> {
  const names = [...new Set(given.map(name => name.toWellFormed()))]
  const found = await settings.streams({ groupId: group.id, names, limit: names.length })
  if (!found.ok) return err(settingsTrouble(found.error))
  return found.value.length < names.length ? err(refusals.streamMissing) : ok(found.value.map(({ id }) => id))
}

const chunkSize = 10_000

async function byPrefix(
  { settings }: LogsPorts,
  group: LogGroup,
  prefix: string,
): Promise<Result<readonly number[], AwsError>> {
  const ids: number[] = []
  let after: string | undefined
  for (;;) {
    const found = await settings.streams({
      groupId: group.id,
      prefix,
      limit: chunkSize,
      ...(after === undefined ? {} : { after }),
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    for (const { id } of found.value) ids.push(id)
    if (ids.length > limits.searchedStreams) return err(refusals.tooManyStreams)
    if (found.value.length < chunkSize) return ok(ids)
    after = found.value.at(-1)!.name
  }
}
