/** `mangru query`: asks a running Mangru in Logs Insights QL, in one's own words or by a saved query. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { limits } from '../../limits.ts'
import {
  type ApiError,
  type ApiQueryAnswer,
  type ApiQueryFault,
  type ApiQueryMend,
  type ApiQueryRequest,
  err,
  hours,
  minus,
  ok,
  type Result,
  type Said,
} from '../../model/index.ts'
import { type Api, type ApiTrouble, apiAt, explainTrouble } from '../client/index.ts'
import { type Call, command, fine, misused, type Outcome } from '../command.ts'
import type { Messages } from '../messages/index.ts'
import type { Problem } from '../option.ts'
import {
  callOf,
  markPlace,
  parameterWords,
  progressOn,
  type QueryValues,
  queryOptions,
  runQuery,
  savedQueries,
  savedTable,
  showRows,
} from '../query/index.ts'
import { showSize } from '../table.ts'

type QueryCall = Call<QueryValues>

export const queryCommand = command({
  name: 'query',
  usage: '[TEXT | saved list | saved run NAME [PARAMETER=VALUE…]]',
  en: 'ask log groups in Logs Insights QL, or run a saved query',
  ko: '로그 그룹에 Logs Insights QL로 묻거나 저장된 쿼리를 실행',
  options: queryOptions,
  async run(call) {
    const { values, words, fetch } = call
    if (values.since !== undefined && values.from !== undefined) {
      return misused(say => say['not-together']('--since', '--from'))
    }
    const api = apiAt(values.url, values.token, fetch)
    if (words[0] === 'saved' && words[1] === 'list') return listSaved(call, api)
    if (words[0] === 'saved' && words[1] === 'run') return runSaved(call, api)
    const [text, extra] = words
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    const read = await textOf(call, text)
    return read.ok ? ask(call, api, read.value, groupsOf(call)) : misused(read.error)
  },
})

const groupsOf = ({ values }: QueryCall): readonly string[] =>
  (values.group ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')

async function textOf(
  { values, terminal, cwd }: QueryCall,
  word: string | undefined,
): Promise<Result<string, Problem>> {
  const { file } = values
  if (word !== undefined && file !== undefined) return err(say => say['not-together']('TEXT', '--file'))
  if (word !== undefined) return ok(word)
  if (file === undefined) {
    const text = await terminal.input()
    return text === undefined || text.trim() === '' ? err(say => say['missing-word']('TEXT')) : ok(text)
  }
  try {
    return ok(readFileSync(resolve(cwd, file), 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return err(say => say['file-missing']('--file', file))
    return err(say => say['file-unreadable']('--file', file, message))
  }
}

async function listSaved(call: QueryCall, api: Api): Promise<Outcome> {
  const { values, words, say, terminal } = call
  if (words[2] !== undefined) return misused(say => say['unexpected-word'](words[2] ?? ''))
  const found = await savedQueries(api)
  if (!found.ok) return failed(found.error, call)
  const { queries } = found.value
  if (values.json || values.format === 'json') await terminal.out(`${JSON.stringify(queries)}\n`)
  else if (queries.length === 0) terminal.err(`${say['no-saved-queries']()}\n`)
  else await terminal.out(savedTable(queries, say))
  return fine
}

async function runSaved(call: QueryCall, api: Api): Promise<Outcome> {
  const { words, say, terminal } = call
  const [, , name, ...given] = words
  if (name === undefined) return misused(say => say['missing-word']('NAME'))
  const parameters = parameterWords(given)
  if (!parameters.ok) return misused(say => say['not-a-parameter'](parameters.error))
  const found = await savedQueries(api)
  if (!found.ok) return failed(found.error, call)
  // Of several with one name the one that was changed last, as everywhere.
  const saved = found.value.queries.filter(one => one.name === name).sort((a, b) => b.changedAt - a.changedAt)[0]
  if (saved === undefined) {
    terminal.err(`${say['no-such-saved-query'](name)}\n`)
    return { code: 1 }
  }
  const groups = groupsOf(call)
  return ask(call, api, callOf(name, parameters.value), groups.length > 0 ? groups : saved.groups)
}

/** Mends a text as often as it is told to and can be; then runs it and prints what comes. */
async function ask(call: QueryCall, api: Api, text: string, groups: readonly string[]): Promise<Outcome> {
  const { values, say, terminal, clock } = call
  const now = clock.now()
  const request = (query: string): ApiQueryRequest => ({
    ...{ query, groups },
    from: values.since?.(now) ?? values.from?.(now) ?? minus(now, hours(1)),
    to: values.to?.(now) ?? now,
    ...(values.limit === undefined ? {} : { limit: values.limit }),
  })
  let query = text
  for (let mended = 0; ; mended++) {
    const progress = progressOn(terminal, say)
    const answer = await runQuery(api, request(query), terminal.interrupted, progress)
    progress.clear()
    if (answer.ok) return show(call, answer.value)
    if (terminal.interrupted.aborted) {
      terminal.err(`${say['query-stopped']()}\n`)
      return { code: 1 }
    }
    const next = mendedBy(answer.error, query)
    if (!values.mend || next === undefined || mended >= limits.queryMends) return failed(answer.error, call, query)
    terminal.err(`${say['query-mended'](next)}\n`)
    query = next
  }
}

async function show({ values, say, terminal }: QueryCall, answer: ApiQueryAnswer): Promise<Outcome> {
  const format = values.json ? 'json' : values.format
  await terminal.out(showRows(answer, format))
  for (const [at, notice] of answer.notices.entries()) terminal.err(`${sayOr(say, answer.said?.[at], notice)}\n`)
  const { recordsScanned, bytesScanned, elapsedMs, cloudWatchCost } = answer.statistics
  const cost = cloudWatchCost >= 0.00005 ? cloudWatchCost.toFixed(4) : ''
  const seconds = (elapsedMs / 1_000).toFixed(elapsedMs < 10_000 ? 2 : 1)
  terminal.err(
    `${say['query-statistics'](answer.rows.length, recordsScanned, showSize(bytesScanned), seconds, cost)}\n`,
  )
  return fine
}

type Told = ApiError['error'] & {
  readonly suggestion?: string
  readonly mend?: ApiQueryMend
  readonly fault?: ApiQueryFault
}

const sayOr = (say: Messages, one: Said | null | undefined, english: string): string =>
  one ? say.said(one, english) : english

function mendedBy(trouble: ApiTrouble, text: string): string | undefined {
  const mend = trouble.code === 'refused' ? (trouble.error as Told | undefined)?.mend : undefined
  return mend && text.slice(0, mend.from) + mend.insert + text.slice(mend.to)
}

/** A fault of the text is shown in the text, with what would mend it. */
function failed(trouble: ApiTrouble, { say, terminal }: QueryCall, text = ''): Outcome {
  const told = trouble.code === 'refused' ? (trouble.error as Told | undefined) : undefined
  if (told?.code !== 'malformed-query') {
    const words =
      told !== undefined && trouble.code === 'refused' && trouble.status !== 401
        ? sayOr(say, told.said, told.message)
        : undefined
    terminal.err(`${words ?? explainTrouble(trouble, say)}\n`)
    return { code: 1 }
  }
  terminal.err(`${say['query-malformed'](faultIn(say, told))}\n`)
  terminal.err(markPlace(text, told.at?.from ?? 0, told.at?.to ?? text.length))
  if (told.suggestion !== undefined) terminal.err(`${sayOr(say, told.fault?.suggestion, told.suggestion)}\n`)
  const mended = mendedBy(trouble, text)
  if (mended !== undefined) terminal.err(`${say['query-mend-offered'](mended)}\n`)
  return { code: 1 }
}

/** Where and what, in the reader's language. */
function faultIn(say: Messages, { message, said, fault }: Told): string {
  if (fault === undefined) return sayOr(say, said, message)
  const { sentence, place } = fault
  const words = sayOr(say, sentence, message)
  return place === null ? words : `${say['at-place'](place.line, place.position)}: ${words}`
}
