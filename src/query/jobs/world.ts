/** What a running query asks of the house beside rows: groups by SOURCE, names of streams, lookup tables. All out of the settings. */
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { limits } from '../../limits.ts'
import { type Clock, days, err, type Instant, instant, matchesTags, minus, ok, type Result } from '../../model/index.ts'
import type { LogGroup, LogSettings, LookupSettings, PolicySettings, SettingsError } from '../../store/settings/port.ts'
import { indexedGroups } from '../field-index/index.ts'
import { parseCsv } from '../insights/functions/index.ts'
import { type InsightsError, type InsightsGroup, type InsightsWorld, type Source, told } from '../insights/index.ts'

const decompress = promisify(zstdDecompress)

export interface WorldOptions {
  readonly settings: LogSettings
  readonly lookups: LookupSettings
  readonly clock: Clock
  /** 12 digits. */
  readonly account: string
  readonly region: string
  /** Where field index policies stand; absent: every group has every index. */
  readonly policies?: Pick<PolicySettings, 'groupPolicies'>
  /** How a group's messages are masked. */
  readonly maskOf?: NonNullable<InsightsWorld['maskOf']>
}

/** Settings that cannot be read while names of streams or a table are asked for are thrown: the query fails with our words. */
export function insightsWorld(options: WorldOptions): InsightsWorld {
  const { settings, lookups, account, region, maskOf, policies } = options
  return {
    account,
    region,
    ...(maskOf === undefined ? {} : { maskOf }),
    ...(policies === undefined
      ? {}
      : { indexedGroups: async (ids, field) => must(await indexedGroups(policies, ids, field)) }),
    groups: source => sourceGroups(options, source),
    streamNames: async ids => {
      const found = must(await settings.streamsById(ids))
      return new Map(found.map(({ id, name }) => [id, name]))
    },
    streams: async groupId => {
      const all: { readonly id: number; readonly name: string }[] = []
      for (;;) {
        const after = all.at(-1)?.name
        const limit = 10_000
        const page = must(await settings.streams({ groupId, limit, ...(after === undefined ? {} : { after }) }))
        all.push(...page)
        if (page.length < limit) return all
      }
    },
    lookupTable: async name => {
      const body = must(await lookups.body(name))
      return body && readLookupTable((await decompress(body)).toString())
    },
  }
}

/** A lookup table's text as cells: the header without a byte order mark and blanks, then the rows. */
export function readLookupTable(text: string): readonly (readonly string[])[] {
  const [header = [], ...rows] = parseCsv(text.replace(/^\uFEFF/, ''))
  return [header.map(name => name.trim()), ...rows]
}

const must = <T>(result: Result<T, SettingsError>): T => {
  if (!result.ok) throw new Error(`the settings cannot be read: ${result.error.message}`)
  return result.value
}

/** A group as a query asks it: what has expired is never read. */
export const insightsGroup = ({ id, name, retentionDays }: LogGroup, now: Instant): InsightsGroup => ({
  id,
  name,
  notBefore: retentionDays === null ? instant(0) : minus(now, days(retentionDays)),
})

async function sourceGroups(
  options: WorldOptions,
  source: Source,
): Promise<Result<readonly InsightsGroup[], InsightsError>> {
  const found = await groupsOfSource(options, source)
  if (!found.ok) return found
  const now = options.clock.now()
  return ok(found.value.map(group => insightsGroup(group, now)))
}

/** The groups that a SOURCE names or chooses, by name. Other accounts and data sources have none here. */
export async function groupsOfSource(
  { settings, account }: Pick<WorldOptions, 'settings' | 'account'>,
  source: Source,
): Promise<Result<readonly LogGroup[], InsightsError>> {
  return source.kind === 'named'
    ? named(
        settings,
        source.groups.map(({ name }) => name),
      )
    : chosen(settings, account, source)
}

async function named(
  settings: LogSettings,
  names: readonly string[],
): Promise<Result<readonly LogGroup[], InsightsError>> {
  const groups: LogGroup[] = []
  for (const name of new Set(names)) {
    const group = await settings.group(name)
    if (!group.ok) return err({ code: 'failed', message: group.error.message })
    if (group.value === undefined) return err({ code: 'not-found', ...told('no-such-group', { name }) })
    groups.push(group.value)
  }
  return ok(groups)
}

async function chosen(
  settings: LogSettings,
  account: string,
  { prefixes, accounts, classes, dataSources, tags }: Extract<Source, { kind: 'chosen' }>,
): Promise<Result<readonly LogGroup[], InsightsError>> {
  if (dataSources.length > 0 || (accounts.length > 0 && !accounts.includes(account))) return ok([])
  const groups = new Map<string, LogGroup>()
  for (const prefix of prefixes.length === 0 ? [''] : prefixes) {
    for (let after: string | undefined; ; ) {
      const limit = 1_000
      const page = await settings.groups({ prefix, limit, ...(after === undefined ? {} : { after }) })
      if (!page.ok) return err({ code: 'failed', message: page.error.message })
      for (const group of page.value) {
        if (classes.length > 0 && !classes.includes(group.class)) continue
        if (tags.length > 0) {
          const worn = await settings.tags(group.id)
          if (!worn.ok) return err({ code: 'failed', message: worn.error.message })
          if (!matchesTags(worn.value, tags)) continue
        }
        groups.set(group.name, group)
        if (groups.size > limits.sourceGroups) return err(tooMany)
      }
      after = page.value.at(-1)?.name
      if (page.value.length < limit) break
    }
  }
  return ok([...groups.values()])
}

const tooMany: InsightsError = {
  code: 'over-limit',
  ...told('source-too-wide', { most: limits.sourceGroups }),
}
