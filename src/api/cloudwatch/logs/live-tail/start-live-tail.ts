/** StartLiveTail: up to ten groups by ARN; of a single one also streams by name or prefix. The answer is an event stream. */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import { type FilterPattern, parseFilterPattern } from '../../../../query/filter-pattern/index.ts'
import {
  type AwsCall,
  type AwsError,
  type Checked,
  clientError,
  EventStream,
  invalidParameter,
  type Operation,
  operation,
  structure,
} from '../../protocol/index.ts'
import { parseGroupArn } from '../arn.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { classRefuses, refusals } from '../refusals.ts'
import { filterPattern, liveTailGroups, liveTailStreams } from '../shapes.ts'
import type { LiveTails } from './sessions.ts'

const shape = structure(
  {
    logGroupIdentifiers: liveTailGroups,
    logStreamNames: liveTailStreams,
    logStreamNamePrefixes: liveTailStreams,
    logEventFilterPattern: filterPattern,
  },
  ['logGroupIdentifiers'],
)
type Input = Checked<typeof shape>

export const startLiveTail = (ports: LogsPorts, tails: LiveTails): Operation =>
  operation('ask', shape, async (input, call) => {
    const streams = streamsOf(input)
    if (!streams.ok) return streams
    const pattern = patternOf(input.logEventFilterPattern)
    if (!pattern.ok) return pattern
    const groups = await groupsOf(ports, input.logGroupIdentifiers, call)
    if (!groups.ok) return groups
    const frames = tails.open({
      start: {
        requestId: call.requestId,
        sessionId: call.requestId,
        logGroupIdentifiers: input.logGroupIdentifiers,
        logStreamNames: input.logStreamNames ?? [],
        logStreamNamePrefixes: input.logStreamNamePrefixes ?? [],
        logEventFilterPattern: input.logEventFilterPattern ?? '',
      },
      tail: { groups: groups.value, ...streams.value, ...pattern.value },
      account: call.account,
      signal: call.signal,
    })
    return frames === undefined ? err(tooMany) : ok(new EventStream(frames))
  })

type Streams = { readonly hasStream?: (group: string, stream: string) => boolean }

function streamsOf(input: Input): Result<Streams, AwsError> {
  const names = input.logStreamNames ?? []
  const prefixes = input.logStreamNamePrefixes ?? []
  if (names.length === 0 && prefixes.length === 0) return ok({})
  if (names.length > 0 && prefixes.length > 0) return err(namesAndPrefixes)
  if (input.logGroupIdentifiers.length > 1) return err(streamsOfMany)
  const wanted = new Set(names.map(name => name.toWellFormed()))
  const starts = prefixes.map(prefix => prefix.toWellFormed())
  return ok({ hasStream: (_group, stream) => wanted.has(stream) || starts.some(start => stream.startsWith(start)) })
}

function patternOf(text: string | null | undefined): Result<{ readonly pattern?: FilterPattern }, AwsError> {
  if (!text) return ok({})
  const parsed = parseFilterPattern(text)
  if (!parsed.ok) return err(refusals.badPattern)
  const everything = parsed.value.kind === 'terms' && parsed.value.terms.length === 0
  return ok(everything ? {} : { pattern: parsed.value })
}

async function groupsOf(
  ports: LogsPorts,
  identifiers: readonly string[],
  { account }: AwsCall,
): Promise<Result<readonly string[], AwsError>> {
  const names: string[] = []
  for (const identifier of identifiers) {
    const named = parseGroupArn(identifier)
    if (named === undefined) return err(notAnArn)
    const group = named.account === account ? await findGroup(ports, named.name) : err(refusals.groupMissing)
    if (!group.ok) return group
    if (group.value.class !== 'STANDARD') {
      const { message } = classRefuses('StartLiveTail', group.value.class)
      return err(clientError('InvalidOperationException', message))
    }
    names.push(group.value.name)
  }
  return ok(names)
}

const tooMany = clientError(
  'LimitExceededException',
  `The account has ${limits.liveTailSessions} live tail sessions already.`,
)
const notAnArn = invalidParameter('Each log group identifier must be the ARN of a log group, without ":*" at its end.')
const namesAndPrefixes = invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.')
const streamsOfMany = invalidParameter(
  'logStreamNames and logStreamNamePrefixes can be given only when logGroupIdentifiers holds a single log group.',
)
