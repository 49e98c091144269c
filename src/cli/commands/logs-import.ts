/** `mangru logs import`: puts exported lines back, with the times they had, so that they can be searched and queried again. */
import { resolve } from 'node:path'
import { apiAt, explainTrouble } from '../client/index.ts'
import { type Call, command, fine, misused, type Outcome } from '../command.ts'
import { callsOf, type ImportValues, importFiles, importOptions, readEvents, sendCall } from '../exports/index.ts'

export const logsImportCommand = command({
  name: 'logs import',
  usage: 'FILE|FOLDER…',
  en: 'put exported lines back: Parquet, NDJSON, or the files that CloudWatch exports',
  ko: '내보낸 줄을 되돌려 넣음: Parquet, NDJSON, 또는 CloudWatch가 내보낸 파일',
  options: importOptions,
  async run(call) {
    if (call.words.length === 0) return misused(say => say['missing-word']('FILE'))
    const totals = { events: 0, imported: 0, repeated: 0, expired: 0, files: 0 }
    for (const word of call.words) {
      const files = await importFiles(resolve(call.cwd, word))
      if (!files.ok) return failed(call, files.error)
      for (const file of files.value) {
        const done = await importFile(call, file, totals)
        if (done.code !== 0) return done
        totals.files += 1
      }
    }
    const { terminal, values, say } = call
    const { imported, repeated, expired, files } = totals
    const text = values.json
      ? JSON.stringify({ imported, repeated, expired, files })
      : say['import-done'](imported, files)
    await terminal.out(`${text}\n`)
    if (repeated > 0) terminal.err(`${say['import-repeated'](repeated)}\n`)
    if (expired > 0) terminal.err(`${say['import-expired'](expired)}\n`)
    return fine
  },
})

type ImportCall = Call<ImportValues>
type Files = Extract<Awaited<ReturnType<typeof importFiles>>, { ok: true }>['value']

async function importFile(
  call: ImportCall,
  file: Files[number],
  totals: { events: number; imported: number; repeated: number; expired: number },
): Promise<Outcome> {
  const { values, terminal, clock, fetch, say } = call
  const api = apiAt(values.url, values.token, fetch)
  try {
    let at = 0
    for await (const lot of readEvents(file)) {
      for (const events of callsOf(lot)) {
        if (terminal.interrupted.aborted) return { code: 1 }
        const group = values.group ?? events[0]?.group ?? ''
        if (group === '') return misused(messages => messages['missing-word']('--group'))
        const sent = await sendCall({ api, clock, signal: terminal.interrupted }, group, events, `${file.path} ${at}`)
        if (!sent.ok) return failed(call, explainTrouble(sent.error, say))
        at += events.length
        totals.imported += sent.value.imported
        totals.repeated += sent.value.repeated
        totals.expired += sent.value.expired
      }
      totals.events += lot.length
      if (terminal.errIsTty) terminal.err(`\r${say['import-progress'](totals.events)}`)
    }
  } catch (error) {
    return failed(call, (error as Error).message)
  }
  if (terminal.errIsTty) terminal.err('\n')
  return fine
}

function failed({ terminal }: ImportCall, message: string): Outcome {
  terminal.err(`${message}\n`)
  return { code: 1 }
}
