/**
 * From what a person asks (text, groups, times) to a job that can run, or to the reason why it cannot. Every way in passes here: the
 * CloudWatch operations, our own API, scheduled queries.
 */
import { limits } from '../../limits.ts'
import { type Clock, days, err, type Instant, instant, ok, type Result, type Said } from '../../model/index.ts'
import type { DefinitionSettings, LogGroup, LogSettings, SettingsError } from '../../store/settings/port.ts'
import type { CheckedQuery, Command, CompileError, Span } from '../insights/index.ts'
import { compileQuestion } from './compile.ts'
import type { NewJob } from './port.ts'
import { shownText } from './shown-text.ts'
import { groupsOfSource, insightsGroup } from './world.ts'

export interface Question {
  readonly text: string
  /** Names; empty when the text has a SOURCE. */
  readonly groups: readonly string[]
  /** Both inclusive. */
  readonly from: Instant
  readonly to: Instant
  /** The most rows; the text's own limit may be less. */
  readonly limit?: number
  readonly caller: string
  /** The caller may see what data protection policies mask: `unmask` in the text shows it. */
  readonly mayUnmask?: boolean
  /** The scheduled query that asks. */
  readonly schedule?: string
}

export type QuestionTrouble =
  | { readonly code: 'malformed'; readonly error: CompileError }
  | { readonly code: 'no-such-group'; readonly name: string }
  /** Neither named nor by SOURCE. */
  | { readonly code: 'no-groups' }
  | { readonly code: 'source-and-groups' }
  | { readonly code: 'reversed' }
  /** A group's class does not allow a command. */
  | { readonly code: 'class-refuses'; readonly command: string; readonly span: Span; readonly group: string }
  /** Nothing that old is kept in any of the groups. */
  | { readonly code: 'outside' }
  | { readonly code: 'over-limit'; readonly message: string; readonly said?: Said }
  | { readonly code: 'settings'; readonly error: SettingsError }

export interface QuestionDeps {
  readonly definitions: DefinitionSettings
  readonly settings: LogSettings
  readonly clock: Clock
  /** 12 digits. */
  readonly account: string
}

export async function jobFor(deps: QuestionDeps, asked: Question): Promise<Result<NewJob, QuestionTrouble>> {
  const compiled = await compileQuestion(deps.definitions, asked.text)
  if (!compiled.ok) {
    return err(
      'span' in compiled.error
        ? { code: 'malformed', error: compiled.error }
        : { code: 'settings', error: compiled.error },
    )
  }
  const checked = compiled.value
  const { source } = checked.query
  if (source !== null && asked.groups.length > 0) return err({ code: 'source-and-groups' })
  if (source === null && asked.groups.length === 0) return err({ code: 'no-groups' })
  const { from, to } = windowOf(checked, asked)
  if (from > to) return err({ code: 'reversed' })
  const groups = await groupsOf(deps, checked, asked.groups)
  if (!groups.ok) return groups
  const refused = refusedByClass(checked, groups.value)
  if (refused !== undefined) return err(refused)
  const now = deps.clock.now()
  if (groups.value.length > 0 && groups.value.every(group => to < oldestOf(group, now))) return err({ code: 'outside' })
  const names = groups.value.map(({ name }) => name)
  const shown = source === null ? shownText(asked.text, names, from, to) : asked.text
  return ok({
    request: {
      checked,
      groups: source === null ? groups.value.map(group => insightsGroup(group, now)) : [],
      from,
      to,
      limit: rowsOf(checked, asked.limit),
      startedAt: now,
      ...(asked.mayUnmask && unmasks(checked) ? { unmask: true } : {}),
    },
    groups: names,
    details: {
      ...{ text: asked.text, shown, from, to, caller: asked.caller },
      ...(asked.schedule === undefined ? {} : { schedule: asked.schedule }),
    },
  })
}

/** By the command, or by the function of that name. */
const unmasks = ({ query }: CheckedQuery): boolean => /"(?:kind|name)":"unmask"/.test(JSON.stringify(query))

async function groupsOf(
  { settings, account }: QuestionDeps,
  { query: { source } }: CheckedQuery,
  names: readonly string[],
): Promise<Result<readonly LogGroup[], QuestionTrouble>> {
  if (source !== null) {
    const found = await groupsOfSource({ settings, account }, source)
    if (found.ok) return found
    const missing = source.kind === 'named' && found.error.code === 'not-found'
    if (!missing) return err({ message: found.error.code, ...found.error, code: 'over-limit' })
    return firstMissing(
      settings,
      source.groups.map(({ name }) => name),
    )
  }
  return firstMissing(settings, names)
}

/** All of them, each once, or the first that is not there. */
async function firstMissing(
  settings: LogSettings,
  names: readonly string[],
): Promise<Result<readonly LogGroup[], QuestionTrouble>> {
  const groups: LogGroup[] = []
  for (const name of new Set(names)) {
    const found = await settings.group(name)
    if (!found.ok) return err({ code: 'settings', error: found.error })
    if (found.value === undefined) return err({ code: 'no-such-group', name })
    groups.push(found.value)
  }
  return ok(groups)
}

/** A SOURCE that says its times, as DescribeQueries prints it, is believed before the caller's. */
function windowOf(
  { query: { source } }: CheckedQuery,
  asked: Question,
): { readonly from: Instant; readonly to: Instant } {
  const said = source?.kind === 'named' ? source.groups : []
  const froms = said.flatMap(({ from }) => from ?? [])
  const tos = said.flatMap(({ to }) => to ?? [])
  const bound = (at: number) => instant(Math.min(at, limits.lastInstant))
  return {
    from: bound(froms.length === 0 ? asked.from : Math.min(...froms)),
    to: bound(tos.length === 0 ? asked.to : Math.max(...tos)),
  }
}

function refusedByClass(
  { query: { commands } }: CheckedQuery,
  groups: readonly LogGroup[],
): Extract<QuestionTrouble, { code: 'class-refuses' }> | undefined {
  const group = groups.find(one => one.class === 'INFREQUENT_ACCESS')
  const command = commands.find(({ kind }) => standardOnly.has(kind))
  if (group === undefined || command === undefined) return undefined
  return { code: 'class-refuses', command: command.kind, span: command.span, group: group.name }
}

const standardOnly: ReadonlySet<Command['kind']> = new Set(['pattern', 'diff', 'anomaly', 'unmask', 'filterIndex'])

/** Nothing older can be in it: expired, or too old when the group was made. */
function oldestOf({ createdAt, retentionDays }: LogGroup, now: Instant): number {
  const kept = retentionDays === null ? 0 : now - days(retentionDays)
  return Math.max(kept, createdAt - limits.logEventAge)
}

/** The smaller of what the text and the caller say; without a word of either, so many as CloudWatch gives. */
function rowsOf({ query: { commands } }: CheckedQuery, asked: number | undefined): number {
  const at = commands.findLastIndex(({ kind }) => kind === 'limit')
  const last = commands[at]
  // After some commands there may be more rows than the limit let through.
  const holds = commands.slice(at + 1).every(({ kind }) => addsNoRows.has(kind))
  const said = last?.kind === 'limit' && holds ? [last.rows] : []
  const both = [...said, ...(asked === undefined ? [] : [asked])]
  return Math.min(limits.insightsLimitRows, both.length === 0 ? limits.insightsDefaultRows : Math.min(...both))
}

const addsNoRows: ReadonlySet<Command['kind']> = new Set(['fields', 'display', 'filter', 'sort', 'dedup', 'stats'])
