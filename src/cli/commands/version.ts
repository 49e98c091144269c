/** `mangru version`: what runs here, for reports and scripts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { command, fine } from '../command.ts'
import { optionMeta, switchedBy } from '../option.ts'

const packageFile = join(import.meta.dirname, '..', '..', '..', 'package.json')
const packageSchema = z.object({ version: z.string(), dependencies: z.object({ chdb: z.string() }) })

export const versionCommand = command({
  name: 'version',
  en: 'say which Mangru, engine and Node this is',
  ko: '망루, 엔진, Node의 버전을 말함',
  options: z.object({
    json: switchedBy().prefault('false').register(optionMeta, { en: 'as one JSON object', ko: 'JSON 객체 하나로' }),
  }),
  async run({ values, terminal }) {
    const { version, dependencies } = packageSchema.parse(JSON.parse(readFileSync(packageFile, 'utf8')))
    const answer = { version, chdb: dependencies.chdb, node: process.versions.node }
    await terminal.out(
      values.json ? `${JSON.stringify(answer)}\n` : `mangru ${version} (chdb ${answer.chdb}, Node ${answer.node})\n`,
    )
    return fine
  },
})
