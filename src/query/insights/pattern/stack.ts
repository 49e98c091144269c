/** Where the frames of a stack trace begin in a message of several lines: what comes after tells one incident from another, not one kind. */

const frame =
  /^(?:\s+at\s|\s+File "|\tfrom |\s+\.\.\. \d+ more|Caused by: |Traceback \(most recent|goroutine \d+ \[|\s+#\d+ )/

/** Offset of the line break before the first frame, or -1. Looks at the first lines only. */
export function stackStart(text: string, end: number): number {
  let at = text.indexOf('\n')
  for (let lines = 0; at >= 0 && at < end && lines < 16; lines++) {
    if (frame.test(text.slice(at + 1, at + 64))) return at
    at = text.indexOf('\n', at + 1)
  }
  return -1
}
