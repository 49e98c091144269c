/** `mangru dashboards …`: lists the dashboards of a running Mangru, writes them into files, and puts files back. */
import { resolve } from 'node:path'
import type { ApiDashboard, ApiDashboards } from '../../model/index.ts'
import { type Api, type ApiTrouble, apiAt, explainTrouble } from '../client/index.ts'
import { type Call, type Command, command, fine, misused, type Outcome } from '../command.ts'
import {
  type BoardFile,
  boardFiles,
  dashboardTable,
  type ExportValues,
  exportOptions,
  type ImportValues,
  importOptions,
  listOptions,
  troubleLines,
  writeBoard,
} from '../dashboards/index.ts'

const list = command({
  name: 'dashboards list',
  en: 'list dashboards',
  ko: '대시보드를 나열',
  options: listOptions,
  async run({ values, words: [extra], say, language, terminal, fetch }) {
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    const found = await boards(apiAt(values.url, values.token, fetch), values.prefix)
    if (!found.ok) return failed(found.error, { say, terminal })
    const { dashboards, presets } = found.value
    const shown = [...dashboards, ...(values.presets ? presets : [])]
    if (values.json) await terminal.out(`${JSON.stringify(shown)}\n`)
    else if (shown.length === 0) terminal.err(`${say['no-dashboards']()}\n`)
    else await terminal.out(dashboardTable(shown, say, language))
    return fine
  },
})

const boards = (api: Api, prefix = '') => api.json<ApiDashboards>(`/api/dashboards?${new URLSearchParams({ prefix })}`)

const exporting = command({
  name: 'dashboards export',
  usage: '[NAME…] [--to FOLDER]',
  en: 'write dashboards as CloudWatch dashboard JSON: one to standard output, or those named (all, if none is) into a folder',
  ko: '대시보드를 CloudWatch 대시보드 JSON으로 씀: 하나는 표준 출력에, 이름 준 것들(없으면 모두)은 폴더에',
  options: exportOptions,
  async run(call) {
    const { values, words, fetch } = call
    const api = apiAt(values.url, values.token, fetch)
    const [name, second] = words
    if (values.to !== undefined) return exportInto(call, api, values.to)
    if (name === undefined) return misused(say => say['missing-word']('NAME'))
    if (second !== undefined) return misused(say => say['missing-word']('--to'))
    const found = await boardOf(api, name, call)
    if (!found.ok) return failed(found.error, call)
    const { body } = found.value
    await call.terminal.out(body.endsWith('\n') ? body : `${body}\n`)
    return fine
  },
})

const boardOf = (api: Api, name: string, { language }: Pick<Call<unknown>, 'language'>) =>
  api.json<ApiDashboard>(`/api/dashboards/dashboard?${new URLSearchParams({ name, language })}`)

async function exportInto(call: Call<ExportValues>, api: Api, to: string): Promise<Outcome> {
  const { words, cwd, terminal, say } = call
  const listed = words.length > 0 ? undefined : await boards(api)
  if (listed?.ok === false) return failed(listed.error, call)
  const names = listed === undefined ? words : listed.value.dashboards.map(({ name }) => name)
  const folder = resolve(cwd, to)
  for (const name of names) {
    if (terminal.interrupted.aborted) return { code: 1 }
    const found = await boardOf(api, name, call)
    if (!found.ok) return failed(found.error, call)
    const written = await writeBoard(folder, name, found.value.body)
    if (!written.ok) {
      terminal.err(`${written.error}\n`)
      return { code: 1 }
    }
  }
  terminal.err(`${say['dashboards-exported'](names.length, folder)}\n`)
  return fine
}

const importing = command({
  name: 'dashboards import',
  usage: 'FILE|FOLDER…',
  en: 'put files of CloudWatch dashboard JSON into Mangru, after checking them; one that is there is replaced',
  ko: 'CloudWatch 대시보드 JSON 파일을 확인한 뒤 망루에 넣음. 있는 것은 바꿈',
  options: importOptions,
  async run(call) {
    const { values, words, cwd, terminal } = call
    if (words.length === 0) return misused(say => say['missing-word']('FILE'))
    const files: BoardFile[] = []
    for (const word of words) {
      const found = await boardFiles(resolve(cwd, word))
      if (!found.ok) {
        terminal.err(`${found.error}\n`)
        return { code: 1 }
      }
      files.push(...found.value)
    }
    const { name } = values
    if (name !== undefined && files.length > 1) return misused(say => say['name-for-one']())
    return importFiles(call, name === undefined ? files : files.map(file => ({ ...file, name })))
  },
})

async function importFiles(call: Call<ImportValues>, files: readonly BoardFile[]): Promise<Outcome> {
  const { values, terminal, say, fetch } = call
  // The languages are loaded when there is something to check.
  const { checkDashboard } = await import('../../query/dashboards/index.ts')
  const api = apiAt(values.url, values.token, fetch)
  const done: object[] = []
  let refused = 0
  for (const { name, body } of files) {
    if (terminal.interrupted.aborted) return { code: 1 }
    const { errors, warnings } = checkDashboard(body)
    if (!values.json)
      terminal.err(troubleLines(name, errors) + troubleLines(`${name}: ${say['a-warning']()}`, warnings))
    const put =
      errors.length > 0 || values.dryRun
        ? undefined
        : await api.ask('/api/dashboards/dashboard', { put: { name, body } })
    // Without an answer the next file would have none either.
    if (put?.ok === false && put.error.code !== 'refused') return failed(put.error, call)
    const fault = put?.ok === false ? explainTrouble(put.error, say) : undefined
    if (fault !== undefined) terminal.err(`${name}: ${fault}\n`)
    if (errors.length > 0 || fault !== undefined) refused += 1
    done.push({ name, put: put?.ok === true, errors, warnings, ...(fault === undefined ? {} : { fault }) })
  }
  if (values.json) await terminal.out(`${JSON.stringify(done)}\n`)
  const good = files.length - refused
  terminal.err(
    `${values.dryRun ? say['dashboards-checked'](good, refused) : say['dashboards-imported'](good, refused)}\n`,
  )
  return { code: refused > 0 ? 1 : 0 }
}

const failed = (trouble: ApiTrouble, { say, terminal }: Pick<Call<unknown>, 'say' | 'terminal'>): Outcome => {
  terminal.err(`${explainTrouble(trouble, say)}\n`)
  return { code: 1 }
}

export const dashboardsCommands: readonly Command[] = [list, exporting, importing]
