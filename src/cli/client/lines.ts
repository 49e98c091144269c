/** A byte stream as lines of text, whatever the pieces that it comes in. A line may end in LF or CRLF; the last needs no end. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // A mark of byte order is a character like any other; left to itself the decoder drops some in the middle of a text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const piece of body) {
    rest += decoder.decode(piece, { stream: true })
    let from = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      yield withoutReturn(rest.slice(from, end))
      from = end + 1
    }
    rest = rest.slice(from)
  }
  rest += decoder.decode()
  if (rest !== '') yield withoutReturn(rest)
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)
