/** The body of a watch: one JSON object a line, for as long as it lasts. Read line by line with a bound, so that a line without an end is no trap. */
import { StringDecoder } from 'node:string_decoder'
import { limits } from '../../limits.ts'
import type { KindName, WatchEvent } from '../../model/kubernetes/index.ts'
import { type Asked, errorOfWatch } from './api-status.ts'
import type { SharedParts } from './equal-parts.ts'
import { tidyObject } from './tidy.ts'

/** Never throws: a body that breaks off ends with an `ERROR`. */
export async function* watchEvents<K extends KindName>(
  kind: K,
  body: AsyncIterable<Buffer>,
  signal: AbortSignal,
  asked: Asked,
  shared: SharedParts,
): AsyncGenerator<WatchEvent<K>> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  try {
    for await (const piece of body) {
      const lines = (rest + decoder.write(piece)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const event = line.trim() === '' ? undefined : eventIn(kind, line, asked, shared)
        if (event !== undefined) yield event
        if (event?.type === 'ERROR') return
      }
      if (rest.length > limits.clusterWatchLineChars) {
        const message = `A line of the watch has more than ${limits.clusterWatchLineChars} characters.`
        return yield { type: 'ERROR', error: { code: 'unreadable', message } }
      }
    }
  } catch (error) {
    if (signal.aborted) return
    yield {
      type: 'ERROR',
      error: { code: 'unreachable', message: `The watch broke off: ${(error as Error).message}.` },
    }
  }
}

/** Undefined: something that tells us nothing, as an object without a name or a type that we do not know. */
function eventIn<K extends KindName>(
  kind: K,
  line: string,
  asked: Asked,
  shared: SharedParts,
): WatchEvent<K> | undefined {
  let read: { readonly type?: unknown; readonly object?: unknown } | null
  try {
    read = JSON.parse(line)
  } catch {
    return { type: 'ERROR', error: { code: 'unreadable', message: 'A line of the watch is no JSON.' } }
  }
  const { type, object } = read ?? {}
  switch (type) {
    case 'ERROR':
      return { type, error: errorOfWatch(object, asked) }
    case 'BOOKMARK': {
      const version = (object as { metadata?: { resourceVersion?: unknown } } | undefined)?.metadata?.resourceVersion
      return typeof version === 'string' ? { type, resourceVersion: version } : undefined
    }
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const tidied = tidyObject(kind, object)
      return tidied && { type, object: shared.share(tidied) }
    }
    default:
      return undefined
  }
}
