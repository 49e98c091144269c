/** Which threads step back, and that those of the engine do. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { mib } from '../../../model/index.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { openChdb } from './index.ts'
import { stepBack, threadOf, toSet } from './merge-threads.js'

const stat = (tid: number, name: string, nice: number): string =>
  `${tid} (${name}) S 1 2 3 0 -1 4194368 25 0 0 0 1 2 0 0 20 ${nice} 12 0 7000 1000 2000`

test('a thread is read from its line, whatever it is called; what is none is nothing', () => {
  expect(threadOf(stat(42, 'a) (b', -3))).toEqual({ tid: 42, name: 'a) (b', nice: -3 })
  for (const text of ['', '42 (half', '42 (short) S 1 2', 'no brackets at all']) expect(threadOf(text)).toBeUndefined()
})

test.each([
  ['merges step back', [stat(1, 'MergeMutate', 0), stat(2, 'ThreadPool', 0)], 0, [{ tid: 1, nice: 10 }]],
  ['and stay there', [stat(1, 'MergeMutate', 10)], 0, []],
  ['what they have started is put back', [stat(3, 'ThreadPool', 10)], 0, [{ tid: 3, nice: 0 }]],
  ['what the engine has set itself stays', [stat(4, 'MemoryWorker', -20), stat(5, 'MergeMutate', 3)], 0, []],
  [
    'in a process that is nice already',
    [stat(1, 'MergeMutate', 5), stat(3, 'ThreadPool', 15)],
    5,
    [
      { tid: 1, nice: 15 },
      { tid: 3, nice: 5 },
    ],
  ],
  ['no further than there is', [stat(1, 'MergeMutate', 15)], 15, [{ tid: 1, nice: 19 }]],
  ['nothing where there is no further', [stat(1, 'MergeMutate', 19), stat(2, 'ThreadPool', 19)], 19, []],
])('%s', (_, stats, base, expected) => {
  expect(toSet(stats, base, 10)).toEqual(expected)
})

test.runIf(process.platform === 'linux')(
  'one that may not be set does not hold up the others, nor does a look that sees nothing',
  () => {
    const asked: string[] = []
    let sees = true
    const look = stepBack(10, {
      stats() {
        if (!sees) throw new Error('EMFILE: too many open files')
        return [stat(1, 'ThreadPool', 10), stat(2, 'MergeMutate', 0)]
      },
      base: () => 0,
      set(tid, nice) {
        asked.push(`${tid} ${nice}`)
        if (nice === 0) throw new Error('EACCES: permission denied')
      },
    })
    look?.()
    expect(asked).toEqual(['1 0', '2 10'])
    sees = false
    look?.()
    expect(asked).toHaveLength(2)
  },
)

test.runIf(process.platform === 'linux')(
  'the merges of an engine have the nice of the limits above its own',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mangru-merges-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const opened = await openChdb({ dir, memory: mib(400), clock: testClock() })
    if (!opened.ok) throw new Error(JSON.stringify(opened.error))
    const engine = opened.value
    onTestFinished(() => engine.close())
    // The engine starts them with its first table that merges.
    const table = sql`CREATE TABLE mangru.merged (at UInt64) ENGINE = MergeTree ORDER BY at`
    expect(await engine.run(table)).toMatchObject({ ok: true })
    const nices = async () => {
      const tids = await readdir(`/proc/${engine.pid}/task`)
      const stats = await Promise.all(
        tids.map(tid => readFile(`/proc/${engine.pid}/task/${tid}/stat`, 'latin1').catch(() => '')),
      )
      return stats
        .flatMap(text => threadOf(text) ?? [])
        .filter(({ name }) => name === 'MergeMutate')
        .map(({ nice }) => nice)
    }
    const expected = Math.min(19, getPriority() + limits.engineMergeNice)
    await expect
      .poll(async () => [...new Set(await nices())], { timeout: 2 * limits.engineMergeLook })
      .toEqual([expected])
  },
)
