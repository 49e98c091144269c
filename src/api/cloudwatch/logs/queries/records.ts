/** GetLogRecord: all fields of one event; GetLogGroupFields: which fields the events of a quarter of an hour have. */
import { limits } from '../../../../limits.ts'
import { err, instant, ok } from '../../../../model/index.ts'
import { type RecordTrouble, recordAt, sampleFields } from '../../../../query/records/index.ts'
import { type AwsError, flag, type Operation, operation, structure, text } from '../../protocol/index.ts'
import { findNamedGroup, notBefore } from '../find.ts'
import { readUnmask } from '../policies/unmask.ts'
import { engineTrouble, settingsTrouble } from '../refusals.ts'
import { groupIdentifier, groupName } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'
import { queryRefusals } from './refusals.ts'
import { time } from './shapes.ts'

const recordShape = structure({ logRecordPointer: text(), unmask: flag }, ['logRecordPointer'])

export const getLogRecord = (ports: QueryPorts): Operation =>
  operation('ask', recordShape, async (input, call) => {
    const unmask = readUnmask(input.unmask, undefined, call)
    if (!unmask.ok) return unmask
    const deps = { ...ports, account: call.account, unmask: unmask.value }
    const found = await recordAt(deps, input.logRecordPointer, String, call.signal)
    return found.ok ? ok({ logRecord: Object.fromEntries(found.value) }) : err(recordTrouble(found.error))
  })

function recordTrouble(trouble: RecordTrouble): AwsError {
  switch (trouble.code) {
    case 'bad-pointer':
      return queryRefusals.badPointer
    case 'gone':
      return queryRefusals.recordGone
    case 'engine':
      return engineTrouble(trouble.error)
    case 'settings':
      return settingsTrouble(trouble.error)
  }
}

const fieldsShape = structure({ logGroupName: groupName, logGroupIdentifier: groupIdentifier, time })

export const getLogGroupFields = (ports: QueryPorts): Operation =>
  operation('ask', fieldsShape, async (input, call) => {
    const group = await findNamedGroup(ports, input, call)
    if (!group.ok) return group
    const now = ports.clock.now()
    const { id, name } = group.value
    const asked = input.time == null ? undefined : input.time > limits.secondsUpTo ? input.time : input.time * 1_000
    const [from, to] = asked === undefined ? [now - 15 * minute, now + 1] : [asked - 8 * minute, asked + 8 * minute]
    const window = { from: instant(Math.max(0, from)), to: instant(Math.min(to, limits.lastInstant)) }
    const groups = [{ id, notBefore: notBefore(group.value, now) }]
    const log = `${call.account}:${name}`
    const fields = await sampleFields(ports.logs, { groups, ...window }, () => log, call.signal)
    if (!fields.ok) return err(engineTrouble(fields.error))
    return ok({ logGroupFields: fields.value.map(({ name, percent }) => ({ name, percent })) })
  })

const minute = 60_000
