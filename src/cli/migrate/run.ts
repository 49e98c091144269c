/** From where it is to what is put here: gathers, plans, does or only tells. */
import { resolve } from 'node:path'
import { type Api, apiAt, explainTrouble } from '../client/index.ts'
import { type Call, fine, type Outcome } from '../command.ts'
import type { Problem } from '../option.ts'
import { applySteps, type Done } from './apply.ts'
import { gatherFromAccount } from './from-account.ts'
import { gatherFromFiles } from './from-files.ts'
import { type Gathered, importKinds } from './gathered.ts'
import type { ImportValues } from './options.ts'
import { planImport } from './plan.ts'
import { reportJson, reportText } from './report.ts'
import type { Step } from './step.ts'

type ImportCall = Call<ImportValues>

export async function importCloudWatch(call: ImportCall): Promise<Outcome> {
  const { values, terminal, say, fetch } = call
  const gathered = await gather(call)
  if ('code' in gathered) return gathered
  const steps = planImport(gathered, values.only ?? importKinds)
  if (steps.length === 0) {
    terminal.err(`${say['import-nothing']()}\n`)
    return fine
  }
  if (values.dryRun) return report(call, steps.map(asPlanned))
  return apply(call, apiAt(values.url, values.token, fetch), steps)
}

const asPlanned = (step: Step): Done => ({ step, notes: step.notes, refused: step.what.ok ? null : step.what.why })

async function gather(call: ImportCall): Promise<Gathered | Outcome> {
  const { words, cwd, terminal, say } = call
  if (words.length === 0) return gatherAccount(call)
  const read = await gatherFromFiles(words.map(word => resolve(cwd, word)))
  if (!read.ok) return failed(call, read.error)
  for (const note of read.value.notes) terminal.err(`${note(say)}\n`)
  return read.value.gathered
}

async function gatherAccount(call: ImportCall): Promise<Gathered | Outcome> {
  const { values, env, terminal, say, fetch, clock } = call
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env
  const region = values.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION)
  if (!accessKeyId || !secretAccessKey) return failed(call, say => say['import-no-credentials']())
  if (!region) return failed(call, say => say['import-no-region']())
  const endpoint = values.endpoint ?? (env.AWS_ENDPOINT_URL || undefined)
  const read = await gatherFromAccount(
    {
      credentials: { accessKeyId, secretAccessKey, region, ...(sessionToken ? { sessionToken } : {}) },
      ...{ endpoint, fetch, clock, signal: terminal.interrupted },
    },
    values.only ?? importKinds,
    (operation, pages) => {
      if (terminal.errIsTty) terminal.err(`\r${say['import-reading'](operation, pages)}`)
    },
  )
  if (terminal.errIsTty) terminal.err('\n')
  return read.ok ? read.value : failed(call, read.error)
}

async function apply(call: ImportCall, api: Api, steps: readonly Step[]): Promise<Outcome> {
  const { terminal, say } = call
  const done = await applySteps(api, steps, terminal.interrupted)
  if (!done.ok) return failed(call, () => explainTrouble(done.error, say))
  const outcome = await report(call, done.value)
  if (!terminal.interrupted.aborted) return outcome
  terminal.err(`${say['import-interrupted']()}\n`)
  return { code: 1 }
}

async function report({ values, terminal, say }: ImportCall, done: readonly Done[]): Promise<Outcome> {
  const { dryRun: planned } = values
  await terminal.out(
    values.json ? `${JSON.stringify(reportJson(done, planned, say))}\n` : reportText(done, planned, say),
  )
  if (planned && !values.json) terminal.err(`${say['import-dry']()}\n`)
  return { code: done.some(({ refused }) => refused !== null) ? 1 : 0 }
}

function failed({ terminal, say }: ImportCall, problem: Problem): Outcome {
  terminal.err(`${problem(say)}\n`)
  return { code: 1 }
}
