/** `mangru logs export`: writes the lines of a group to a folder or a bucket; lists and cancels what runs. */
import { limits } from '../../limits.ts'
import { type ApiExport, type ApiExports, millis } from '../../model/index.ts'
import { type Api, type ApiTrouble, apiAt, explainTrouble } from '../client/index.ts'
import { type Call, command, fine, misused, type Outcome } from '../command.ts'
import { type ExportValues, exportOptions, exportTable } from '../exports/index.ts'
import { showSize } from '../table.ts'

type ExportCall = Call<ExportValues>

export const logsExportCommand = command({
  name: 'logs export',
  usage: 'GROUP --to DESTINATION | list | cancel ID',
  en: 'write the lines of a log group to a folder or a bucket',
  ko: '로그 그룹의 줄을 폴더나 버킷에 씀',
  options: exportOptions,
  async run(call) {
    const { values, words, fetch } = call
    const api = apiAt(values.url, values.token, fetch)
    const [word, second, extra] = words
    if (word === undefined) return misused(say => say['missing-word']('GROUP'))
    if (word === 'cancel' && values.to === undefined) {
      if (second === undefined) return misused(say => say['missing-word']('ID'))
      return extra === undefined ? cancel(call, api, second) : misused(say => say['unexpected-word'](extra))
    }
    if (second !== undefined) return misused(say => say['unexpected-word'](second))
    if (word === 'list' && values.to === undefined) return list(call, api)
    const { to } = values
    return to === undefined ? misused(say => say['missing-word']('--to')) : start(call, api, word, to)
  },
})

async function list({ values, say, terminal }: ExportCall, api: Api): Promise<Outcome> {
  const found = await api.json<ApiExports>('/api/logs/exports')
  if (!found.ok) return failed(found.error, { say, terminal })
  const { exports } = found.value
  if (values.json) await terminal.out(`${JSON.stringify(exports)}\n`)
  else if (exports.length === 0) terminal.err(`${say['no-exports']()}\n`)
  else await terminal.out(exportTable(exports, say))
  return fine
}

async function cancel({ say, terminal }: ExportCall, api: Api, id: string): Promise<Outcome> {
  const cancelled = await api.ask(`/api/logs/exports?${new URLSearchParams({ id })}`, { remove: true })
  if (!cancelled.ok) return failed(cancelled.error, { say, terminal })
  terminal.err(`${say['export-cancelled'](id)}\n`)
  return fine
}

async function start(call: ExportCall, api: Api, group: string, destination: string): Promise<Outcome> {
  const { values, terminal, clock } = call
  const now = clock.now()
  const started = await api.json<ApiExport>('/api/logs/exports', {
    post: {
      ...{ group, destination, format: values.format, unmask: values.unmask },
      from: values.since?.(now) ?? 0,
      to: Math.min(values.until?.(now) ?? now + 1, limits.lastInstant),
      ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
      ...(values.streamPrefix === undefined ? {} : { streamPrefix: values.streamPrefix }),
    },
  })
  if (!started.ok) return failed(started.error, call)
  if (values.wait) return wait(call, api, started.value)
  await terminal.out(values.json ? `${JSON.stringify(started.value)}\n` : `${started.value.id}\n`)
  return fine
}

/** Ctrl+C stops the waiting, not the export. */
async function wait({ values, say, terminal, clock }: ExportCall, api: Api, begun: ApiExport): Promise<Outcome> {
  let one = begun
  terminal.err(`${say['export-started'](one.id)}\n`)
  while (one.status === 'PENDING' || one.status === 'RUNNING') {
    await clock.sleep(millis(500), terminal.interrupted)
    if (terminal.interrupted.aborted) return fine
    const found = await api.json<ApiExports>('/api/logs/exports')
    if (!found.ok) return failed(found.error, { say, terminal })
    one = found.value.exports.find(other => other.id === one.id) ?? { ...one, status: 'FAILED' }
    if (terminal.errIsTty) terminal.err(`\r${say['export-progress'](one.events, showSize(one.bytes), one.files)}`)
  }
  if (terminal.errIsTty) terminal.err('\n')
  if (values.json) await terminal.out(`${JSON.stringify(one)}\n`)
  if (one.status !== 'COMPLETED') {
    terminal.err(`${say['export-failed'](one.status, one.message ?? '')}\n`)
    return { code: 1 }
  }
  if (!values.json) await terminal.out(`${say['export-done'](one.events, showSize(one.bytes), one.files)}\n`)
  return fine
}

function failed(trouble: ApiTrouble, { say, terminal }: Pick<ExportCall, 'say' | 'terminal'>): Outcome {
  terminal.err(`${explainTrouble(trouble, say)}\n`)
  return { code: 1 }
}
