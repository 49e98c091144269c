/** The alarm that a rehearsal is about: from a file, from standard input, or one that is there, a composite with its children. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ApiAlarmDetail, type ApiAlarmInput, err, ok, type Result } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { Call } from '../command.ts'
import type { Problem } from '../option.ts'
import type { RehearseValues } from './options.ts'

export interface GivenAlarm {
  readonly alarm: ApiAlarmInput
  /** Absent: those that are there. */
  readonly children?: readonly ApiAlarmInput[]
}

export type GivenTrouble =
  | { readonly code: 'misused'; readonly problem: Problem }
  | { readonly code: 'api'; readonly trouble: ApiTrouble }

type Given = Result<GivenAlarm, GivenTrouble>

export async function givenAlarm(call: Call<RehearseValues>, api: Api): Promise<Given> {
  const [name, extra] = call.words
  const { file } = call.values
  if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
  if (name !== undefined && file !== undefined) return misused(say => say['not-together']('NAME', '--file'))
  if (name !== undefined) return stored(api, name)
  const text = file === undefined ? await call.terminal.input() : read(resolve(call.cwd, file))
  if (text instanceof Error) {
    const { code, message } = text as NodeJS.ErrnoException
    return misused(say =>
      code === 'ENOENT'
        ? say['file-missing']('--file', file ?? '')
        : say['file-unreadable']('--file', file ?? '', message),
    )
  }
  return text === undefined || text.trim() === '' ? misused(say => say['no-alarm-given']()) : alarmIn(text)
}

const misused = (problem: Problem) => err<GivenTrouble>({ code: 'misused', problem })

function read(file: string): string | Error {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return error as Error
  }
}

/** PutMetricAlarm's input, or a request for a rehearsal: `{"alarm": …, "children": […]}`. */
function alarmIn(text: string): Given {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return misused(say => say['not-an-alarm']((error as Error).message))
  }
  if (!isObject(json)) return misused(say => say['not-an-alarm']('{ … }'))
  if (!isObject(json.alarm)) return ok({ alarm: json })
  const children = Array.isArray(json.children) ? json.children.filter(isObject) : undefined
  return ok({ alarm: json.alarm, ...(children === undefined ? {} : { children }) })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

async function stored(api: Api, name: string): Promise<Given> {
  const found = await api.json<ApiAlarmDetail>(`/api/alarms/alarm?${new URLSearchParams({ name })}`)
  return found.ok ? ok({ alarm: found.value.alarm.input }) : err({ code: 'api', trouble: found.error })
}
