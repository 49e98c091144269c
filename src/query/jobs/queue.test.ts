import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { emptyQueue, enter, leave, type Moved, positionOf, type Queue } from './queue.ts'

const after = (queue: Queue, ...moves: string[]): Moved =>
  moves.reduce<Moved>(
    (moved, move) => {
      const id = move.slice(1)
      if (move.startsWith('-')) return leave(moved.queue, id)
      const entered = enter(moved.queue, id)
      if (!entered.ok) throw new Error('full')
      return entered.value
    },
    { queue, starts: [] },
  )

test.each<[string, string[], string[], string[], string[]]>([
  ['the first runs', ['+a'], ['a'], ['a'], []],
  ['a third waits', ['+a', '+b', '+c'], [], ['a', 'b'], ['c']],
  ['who waits longest is next', ['+a', '+b', '+c', '+d', '-b'], ['c'], ['a', 'c'], ['d']],
  ['who gives up waiting makes no room', ['+a', '+b', '+c', '+d', '-c'], [], ['a', 'b'], ['d']],
  ['a stranger changes nothing', ['+a', '+b', '+c', '-x'], [], ['a', 'b'], ['c']],
])('%s', (_story, moves, starts, running, waiting) => {
  const moved = after(emptyQueue(2, 10), ...moves)
  expect(moved.starts).toEqual(starts)
  expect([...moved.queue.running]).toEqual(running)
  expect(moved.queue.waiting).toEqual(waiting)
  expect([...running, ...waiting, 'x'].map(id => positionOf(moved.queue, id))).toEqual([
    ...running.map(() => 0),
    ...waiting.map((_, at) => at + 1),
    0,
  ])
})

test(`${limits.queriesUnderWay} run and wait together, and one more is refused`, () => {
  let queue = emptyQueue(3, limits.queriesUnderWay)
  for (let n = 0; n < limits.queriesUnderWay; n++) queue = after(queue, `+${n}`).queue
  expect(enter(queue, 'more')).toEqual({ ok: false, error: 'full' })
  expect(enter(leave(queue, '7').queue, 'more').ok).toBe(true)
})

test('nobody is lost, nobody overtakes, no place stands empty', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.oneof(fc.constant('enter'), fc.nat({ max: 30 })), { maxLength: 60 }),
      (atOnce, moves) => {
        let queue = emptyQueue(atOnce, 12)
        let next = 0
        const started: string[] = []
        const here = new Set<string>()
        for (const move of moves) {
          const moved =
            move === 'enter' ? enter(queue, String(next)) : { ok: true as const, value: leave(queue, String(move)) }
          if (!moved.ok) {
            expect(here.size).toBe(12)
            continue
          }
          if (move === 'enter') here.add(String(next++))
          else here.delete(String(move))
          queue = moved.value.queue
          started.push(...moved.value.starts)
          expect(new Set([...queue.running, ...queue.waiting])).toEqual(here)
          expect(queue.running.size).toBe(Math.min(atOnce, here.size))
        }
        expect(started).toEqual([...started].sort((a, b) => Number(a) - Number(b)))
      },
    ),
  )
})
