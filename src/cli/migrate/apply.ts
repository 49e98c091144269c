/** Does the steps by our own API, each by itself: what is refused stops nothing else. */
import type { ApiSavedQueries } from '../../model/index.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { type Api, type ApiTrouble, explainTrouble } from '../client/index.ts'
import type { Problem } from '../option.ts'
import type { Deed, Step } from './step.ts'

export interface Done {
  readonly step: Step
  readonly notes: readonly Problem[]
  /** Null: it was taken over. */
  readonly refused: Problem | null
}

/** Trouble: nobody answers, so nothing more can be done. */
export async function applySteps(
  api: Api,
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<Result<readonly Done[], ApiTrouble>> {
  const saved = new Map<string, string>()
  if (steps.some(({ kind }) => kind === 'queries')) {
    const found = await api.json<ApiSavedQueries>('/api/queries/saved')
    if (!found.ok) return found
    for (const { name, id } of found.value.queries) saved.set(name, id)
  }
  const done: Done[] = []
  let open = steps
  // A composite may stand on one that comes later, so those that were refused are tried again while others succeed.
  while (open.length > 0) {
    const again: Done[] = []
    for (const step of open) {
      if (signal.aborted) return ok([...done, ...again])
      const one = await applyStep(api, step, saved)
      if (!one.ok) return one
      if (one.value.refused === null || step.kind !== 'composites') done.push(one.value)
      else again.push(one.value)
    }
    if (again.length === open.length || again.length === 0) return ok([...done, ...again])
    open = again.map(({ step }) => step)
  }
  return ok(done)
}

async function applyStep(api: Api, step: Step, saved: ReadonlyMap<string, string>): Promise<Result<Done, ApiTrouble>> {
  if (!step.what.ok) return ok({ step, notes: step.notes, refused: step.what.why })
  const put = await carryOut(api, step.what.deed, saved)
  if (put.ok) return ok({ step, notes: [...step.notes, ...put.value], refused: null })
  const { error } = put
  // Without rights, as without an answer, everything else would fare alike.
  if (error.code !== 'refused' || error.status === 401 || error.status === 403) return put
  return ok({ step, notes: step.notes, refused: say => explainTrouble(error, say) })
}

/** Notes that came up on the way. */
async function carryOut(
  api: Api,
  deed: Deed,
  saved: ReadonlyMap<string, string>,
): Promise<Result<readonly Problem[], ApiTrouble>> {
  switch (deed.do) {
    case 'group':
      return putGroup(api, deed)
    case 'filter': {
      const made = await makeGroup(api, deed.filter.group)
      if (!made.ok) return made
      const notes: readonly Problem[] = made.value ? [say => say['import-note-group-made']()] : []
      return then(await api.ask('/api/logs/metric-filters', { put: deed.filter }), notes)
    }
    case 'query': {
      const id = saved.get(deed.query.name)
      return then(await api.ask('/api/queries/saved', { put: id === undefined ? deed.query : { id, ...deed.query } }))
    }
    case 'dashboard':
      return then(await api.ask('/api/dashboards/dashboard', { put: { name: deed.name, body: deed.body } }))
    case 'alarm':
      return then(await api.ask('/api/alarms/alarm', { put: { alarm: deed.alarm } }))
  }
}

const then = (
  answer: Result<unknown, ApiTrouble>,
  notes: readonly Problem[] = [],
): Result<readonly Problem[], ApiTrouble> => (answer.ok ? ok(notes) : err(answer.error))

async function putGroup(
  api: Api,
  { name, retentionDays }: Extract<Deed, { do: 'group' }>,
): Promise<Result<readonly Problem[], ApiTrouble>> {
  const made = await makeGroup(api, name)
  if (!made.ok) return made
  if (retentionDays !== null) return then(await api.ask('/api/logs/groups/retention', { put: { name, retentionDays } }))
  return ok(made.value ? [] : [say => say['import-note-kept-retention']()])
}

/** Whether it was not there before. */
async function makeGroup(api: Api, name: string): Promise<Result<boolean, ApiTrouble>> {
  const made = await api.ask('/api/logs/groups', { post: { name } })
  if (made.ok) return ok(true)
  return made.error.code === 'refused' && made.error.status === 409 ? ok(false) : made
}
