/** Reads a stream to its end over the wire, by FilterLogEvents or by GetLogEvents, as a client that pages does. */
import { type LogsClient, mustCall } from '../wire/index.ts'

interface Page {
  readonly events?: readonly { readonly message: string }[]
  readonly nextToken?: string
  readonly nextForwardToken?: string
}

export async function* readBack(
  client: LogsClient,
  group: string,
  stream: string,
  by: 'filter' | 'get',
): AsyncGenerator<string> {
  let token: string | undefined
  for (;;) {
    const page = (await mustCall(
      client,
      by === 'filter' ? 'FilterLogEvents' : 'GetLogEvents',
      by === 'filter'
        ? { logGroupName: group, logStreamNames: [stream], nextToken: token }
        : { logGroupName: group, logStreamName: stream, startFromHead: true, nextToken: token },
    )) as Page
    for (const event of page.events ?? []) yield event.message
    const next = by === 'filter' ? page.nextToken : page.nextForwardToken
    // FilterLogEvents ends without a token, GetLogEvents by repeating the one it was given.
    if (next === undefined || next === token) return
    token = next
  }
}

export async function all(messages: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const message of messages) found.push(message)
  return found
}
