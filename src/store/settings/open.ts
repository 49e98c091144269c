/** Chooses where the settings live by what the operator wrote after `--settings`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { err, type Result } from '../../model/index.ts'
import type { Settings } from './port.ts'
import { openPostgres } from './postgres/index.ts'
import { openSqlite } from './sqlite/index.ts'
import type { SettingsOpenError } from './trouble.ts'

/** The settings' file in the data folder. */
export const settingsFile = 'settings.sqlite'

/** `spec`: `sqlite` (a file in `dir`, which is made when it is not there) or a `postgres://` URL. */
export async function openSettings(spec: string, dir: string): Promise<Result<Settings, SettingsOpenError>> {
  if (/^postgres(ql)?:\/\//.test(spec)) return openPostgres(spec)
  if (spec !== 'sqlite') {
    return err({
      code: 'bad-address',
      message: 'The settings can be "sqlite" or a URL like postgres://user:password@host:5432/database.',
    })
  }
  try {
    mkdirSync(dir, { recursive: true })
  } catch (error) {
    const message = `The data folder ${dir} cannot be made (${(error as Error).message}). Name another one with --data.`
    return err({ code: 'no-rights', message })
  }
  return openSqlite(join(dir, settingsFile))
}
