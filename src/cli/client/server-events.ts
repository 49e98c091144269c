/** Server-sent events out of the lines of a response (WHATWG HTML §9.2): name and data. An event that is cut off is left out. */
export interface ServerEvent {
  readonly name: string
  readonly data: string
}

export async function* serverEventsOf(lines: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let name = ''
  let data: string[] = []
  for await (const line of lines) {
    if (line === '') {
      if (data.length > 0) yield { name: name === '' ? 'message' : name, data: data.join('\n') }
      name = ''
      data = []
      continue
    }
    // A line that starts with a colon is a comment: the server's heartbeat.
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
  }
}
