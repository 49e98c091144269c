/** Answers that come in pieces, cut anywhere, also inside of a character: lines and events are the same as of the whole. */
import { linesOf, type ServerEvent, serverEventsOf } from '../../src/cli/client/index.ts'
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { explained, must, numbers, textOf } from './noise.ts'

const pieces = [
  '{"type":"events"}\n',
  '\n',
  '\n\n',
  '\r\n',
  'data: ',
  'data:',
  'event: rate\n',
  ': still here\n\n',
  'id: 1\n',
  ':',
  '한',
  '😀',
  '\ufeff',
]

export const lineFuzz: FuzzTarget = {
  name: 'lines-and-server-events',
  async run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left--) {
      const text = textOf(next, pieces).toWellFormed()
      const bytes = Buffer.from(text)
      const cuts = Array.from({ length: next() % 5 }, () => next() % (bytes.length + 1)).sort((a, b) => a - b)
      await explained([text, cuts], async () => {
        const lines: string[] = []
        for await (const line of linesOf(cut(bytes, cuts))) lines.push(line)
        const whole = text.split('\n')
        if (whole.at(-1) === '') whole.pop()
        const wanted = whole.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line))
        must(JSON.stringify(lines) === JSON.stringify(wanted), `lines ${JSON.stringify(lines)}`)
        const events: ServerEvent[] = []
        for await (const event of serverEventsOf(linesOf(cut(bytes, cuts)))) events.push(event)
        const together: ServerEvent[] = []
        for await (const event of serverEventsOf(linesOf(cut(bytes, [])))) together.push(event)
        must(JSON.stringify(events) === JSON.stringify(together), `events ${JSON.stringify(events)}`)
      })
    }
  },
}

async function* cut(bytes: Buffer, at: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const to of [...at, bytes.length]) {
    yield bytes.subarray(from, to)
    from = to
  }
}
