/** Lines of any kind for the pattern miner: none may be lost, none may stand outside its pattern, and the bound on patterns holds. */
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { createPatternMiner } from '../../src/query/insights/pattern/index.ts'
import { explained, must, numbers, textOf } from './noise.ts'

const pieces = [' ', ' ', ' ', 'user', 'took', 'INFO', '12', '0x1f', '10.0.0.1', '::1', '2026-01-20T10:00:00Z', 'Jan  2 10:00:00', '{"a":', '"msg":"', '"}', '\\n\\tat x', '\n\tat x', 'k=', '()', 'http://a/b', '/a/b', '10:00:00'] // biome-ignore format: a list of pieces

/** Lines of one miner. */
const together = 64

export const patternFuzz: FuzzTarget = {
  name: 'pattern-miner',
  run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left -= together) {
      const lines = Array.from({ length: Math.min(left, together) }, () => textOf(next, pieces, 16))
      explained(lines, () => {
        const miner = createPatternMiner({ maxPatterns: next() % 4 === 0 ? 16 : 1_000 })
        for (const line of lines) miner.add(line)
        const rows = new Map(miner.result().map(row => [row.id, row]))
        must([...rows.values()].reduce((sum, row) => sum + row.sampleCount, 0) === lines.length, 'a line was lost')
        const find = miner.finder()
        for (const line of lines) {
          const row = rows.get(find(line) ?? '')
          must(
            row === undefined || new RegExp(row.regex).test(line),
            `${row?.regex} does not match ${JSON.stringify(line)}`,
          )
        }
      })
    }
  },
}
