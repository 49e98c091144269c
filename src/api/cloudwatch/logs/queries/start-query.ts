/** StartQuery: a question becomes a job; its answer is asked for by id. */
import { limits } from '../../../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../../../model/index.ts'
import {
  type AwsCall,
  type AwsError,
  type Checked,
  type Operation,
  operation,
  structure,
} from '../../protocol/index.ts'
import { parseIdentifier } from '../arn.ts'
import { mayUnmask } from '../policies/unmask.ts'
import { refusals } from '../refusals.ts'
import { groupName } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'
import { groupUnknown, malformed, otherLanguage, queryRefusals, questionTrouble } from './refusals.ts'
import { groupIdentifiers, groupNames, queryLanguage, queryText, rowLimit, time } from './shapes.ts'

const shape = structure(
  {
    queryLanguage,
    logGroupName: groupName,
    logGroupNames: groupNames,
    logGroupIdentifiers: groupIdentifiers,
    startTime: time,
    endTime: time,
    queryString: queryText,
    limit: rowLimit,
  },
  ['startTime', 'endTime', 'queryString'],
)
type Input = Checked<typeof shape>

export const startQuery = ({ queries }: QueryPorts): Operation =>
  operation('ask', shape, async (input, call) => {
    const { queryString, queryLanguage, limit } = input
    if (queryLanguage === 'SQL' || queryLanguage === 'PPL') {
      return err(malformed(otherLanguage(queryLanguage), { from: 0, to: queryString.length }))
    }
    const groups = groupsOf(input, call)
    if (!groups.ok) return groups
    const started = await queries.asking.ask({
      text: queryString,
      groups: groups.value,
      from: startOf(input.startTime),
      to: endOf(input.endTime),
      caller: callerArn(call),
      mayUnmask: mayUnmask(call),
      ...(limit == null ? {} : { limit }),
    })
    if (started.ok) return ok({ queryId: started.value.id })
    const { error } = started
    if (error.code === 'too-many') return err(queryRefusals.tooMany)
    if (error.code === 'closing') return err(queryRefusals.closing)
    return err(questionTrouble(error, queryString, call))
  })

export const callerArn = ({ account, caller }: AwsCall): string => `arn:aws:iam::${account}:user/${caller.name}`

/** At most one way to name groups; an empty list counts as none. */
function groupsOf(input: Input, call: AwsCall): Result<readonly string[], AwsError> {
  const given = [
    ...(input.logGroupName == null ? [] : [[input.logGroupName]]),
    ...[input.logGroupNames, input.logGroupIdentifiers].flatMap(names => (names?.length ? [names] : [])),
  ]
  if (given.length > 1) return err(queryRefusals.oneOfGroups)
  return input.logGroupIdentifiers?.length ? namesOf(input.logGroupIdentifiers, call) : ok(given[0] ?? [])
}

/** Names out of names and ARNs. */
export function namesOf(identifiers: readonly string[], call: AwsCall): Result<readonly string[], AwsError> {
  const names: string[] = []
  for (const identifier of identifiers) {
    const named = parseIdentifier(identifier, call.account)
    if (named === undefined) return err(refusals.badIdentifier)
    if (named.elsewhere) return err(groupUnknown(named.name, call))
    names.push(named.name)
  }
  return ok(names)
}

/** Seconds, as documented; some clients send milliseconds, and no second is that large before the year 5138. */
const areMillis = (at: number): boolean => at > limits.secondsUpTo
const startOf = (at: number): Instant => instant(areMillis(at) ? at : at * 1_000)
/** The last second is asked wholly. */
const endOf = (at: number): Instant => instant(areMillis(at) ? at : at * 1_000 + 999)
