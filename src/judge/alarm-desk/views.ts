/** What others see of an alarm. */
import type { Instant } from '../../model/index.ts'
import type { StoredAlarm } from '../../store/settings/index.ts'
import { type Suppression, suppressedBy } from '../alarms/index.ts'
import { type AlarmPlace, arnIn } from './definition.ts'
import type { AlarmEntry } from './entry.ts'
import { type Kept, readKept } from './kept.ts'
import type { AlarmInput, AlarmView, ContributorView } from './port.ts'

export interface Beside extends AlarmPlace {
  /** The alarm under evaluation, where this process is its owner. */
  readonly entry: AlarmEntry | undefined
  readonly mutedBy: readonly string[]
}

/** What the evaluation holds is newer than what the settings do, as long as it is of the same definition. */
export const keptOf = (stored: StoredAlarm, entry: AlarmEntry | undefined): Kept =>
  entry !== undefined && entry.stored.version >= stored.version ? entry.kept : readKept(stored.memory)

export function viewOf(stored: StoredAlarm, { entry, mutedBy, ...place }: Beside): AlarmView {
  const input = JSON.parse(stored.input) as AlarmInput
  const kept = keptOf(stored, entry)
  const { memory } = kept
  const recent = stored.kind === 'metric' ? (entry?.recent ?? []) : []
  const held = memory.suppression && suppressedBy(memory.suppression)
  return {
    name: stored.name,
    arn: arnIn({ ...place, region: stored.region })(stored.name),
    kind: stored.kind,
    input,
    description: typeof input.AlarmDescription === 'string' ? input.AlarmDescription : '',
    actionsEnabled: input.ActionsEnabled !== false,
    createdAt: stored.createdAt,
    changedAt: stored.changedAt,
    state: memory.state,
    reason: memory.reason,
    reasonData: memory.reasonData,
    updatedAt: memory.updatedAt,
    transitionedAt: memory.transitionedAt,
    evaluatedAt: entry?.last ?? memory.evaluatedAt ?? null,
    evaluationState: kept.evaluationState ?? null,
    mutedBy,
    suppressedBy: held ?? null,
    suppressedReason: held === undefined || memory.suppression === undefined ? null : words(held, memory.suppression),
    value: recent.at(-1)?.value ?? lastTold(memory.reasonData),
    recent: [...recent],
  }
}

function words(by: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod', { running }: Suppression): string {
  if (by === 'Alarm') return 'The suppressor alarm is in ALARM.'
  const until = running === undefined ? '' : ` until ${time(running.until)}`
  return by === 'WaitPeriod' ? `Waits for the suppressor alarm${until}.` : `The extension period runs${until}.`
}

const time = (at: Instant): string => new Date(at).toISOString()

/** The newest value that the reason speaks of. */
function lastTold(reasonData: string): number | null {
  const found = /"recentDatapoints":\[([^\]]*)\]/.exec(reasonData)?.[1]?.split(',').at(-1)
  const value = found === undefined || found === '' ? Number.NaN : Number(found)
  return Number.isFinite(value) ? value : null
}

export const contributorsOf = ({ contributors = {} }: Kept): readonly ContributorView[] =>
  Object.entries(contributors).map(([id, { attributes, state, reason, transitionedAt }]) => ({
    ...{ id, attributes, state, reason, since: transitionedAt },
  }))
