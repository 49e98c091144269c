/** Cuts a stream of text chunks into lines; a line may arrive in pieces. */
export interface Cut {
  readonly lines: readonly string[]
  /** What came after the last line feed: hand it in with the next chunk. */
  readonly rest: string
}

export function cutLines(rest: string, chunk: string): Cut {
  const parts = (rest + chunk).split('\n')
  const last = parts.pop() ?? ''
  return { lines: parts.filter(line => line.trim() !== ''), rest: last }
}
