/** The contract's stories about exports: one under way at a time, held by who runs it, kept after its end. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { NewExport } from '../port.ts'
import { at, must, oddNames, refusal, type Stage } from './place.ts'

const task = (id: string, over: Partial<NewExport> = {}): NewExport => ({
  ...{ id, name: null, groupId: 7, group: 'g', streamPrefix: null, from: at(0), to: at(9), destination: 'file:x' },
  ...{ prefix: 'exportedlogs', format: 'parquet', unmask: false, createdAt: at(0), ...over },
})
const nothing = { events: 0, bytes: 0, files: 0 }
const some = { events: 5, bytes: 2 ** 45, files: 2 }

export function exportStories(stage: Stage): void {
  const all = () => stage.settings.exports

  describe('exports', () => {
    test('one is under way at a time; it runs, is held, and ends', async () => {
      const wanted = task('a', { name: 'n', streamPrefix: 's', unmask: true, format: 'cloudwatch' })
      const made = { ...wanted, status: 'PENDING', message: null, endedAt: null, heldUntil: at(30), progress: nothing }
      expect(must(await all().add(wanted, at(30)))).toEqual(made)
      expect(await all().add(task('b'), at(30))).toEqual(refusal('busy'))
      expect(must(await all().hold('a', some, at(40)))).toBe('RUNNING')
      await stage.reopen()
      expect(must(await all().find('a'))).toEqual({ ...made, status: 'RUNNING', heldUntil: at(40), progress: some })
      must(await all().end('a', { status: 'COMPLETED', message: null, at: at(50), progress: some }))
      const ended = { ...made, status: 'COMPLETED', heldUntil: null, endedAt: at(50), progress: some }
      expect(must(await all().find('a'))).toEqual(ended)
      must(await all().end('a', { status: 'FAILED', message: 'late', at: at(60), progress: nothing }))
      expect(must(await all().find('a'))).toEqual(ended)
      expect(must(await all().hold('a', nothing, at(70)))).toBe('COMPLETED')
      must(await all().add(task('b'), at(30)))
      expect(await all().hold('c', nothing, at(1))).toEqual(refusal('missing'))
      expect(must(await all().find('c'))).toBeUndefined()
    })

    test('who runs it learns that it is to stop', async () => {
      must(await all().add(task('a'), at(30)))
      must(await all().hold('a', nothing, at(30)))
      must(await all().cancel('a'))
      expect(must(await all().hold('a', some, at(40)))).toBe('PENDING_CANCEL')
      must(await all().end('a', { status: 'CANCELLED', message: 'stopped\0\ud800', at: at(3), progress: some }))
      expect(must(await all().find('a'))).toMatchObject({ status: 'CANCELLED', message: 'stopped\ufffd' })
      expect(await all().cancel('a')).toEqual(refusal('ended'))
      expect(await all().cancel('b')).toEqual(refusal('missing'))
      expect(await all().cancel('\0')).toEqual(refusal('missing'))
    })

    test('what nobody holds any more is given up', async () => {
      must(await all().add(task('a'), at(30)))
      expect(must(await all().giveUp(at(30), at(31), 'lost'))).toEqual([])
      const lost = must(await all().giveUp(at(31), at(31), 'lost'))
      expect(lost).toMatchObject([{ id: 'a', status: 'FAILED', message: 'lost', endedAt: at(31) }])
      must(await all().add(task('b'), at(60)))
    })

    test('are listed newest first, by status and in pages', async () => {
      for (const [n, id] of ['a', 'c', 'b', 'd'].entries()) {
        must(await all().add(task(id, { createdAt: at(n === 2 ? 1 : n) }), at(30)))
        const status = n === 0 ? 'FAILED' : 'COMPLETED'
        must(await all().end(id, { status, message: null, at: at(9), progress: nothing }))
      }
      const ids = async (query: Partial<Parameters<ReturnType<typeof all>['list']>[0]>) =>
        must(await all().list({ limit: 10, ...query })).map(one => one.id)
      expect(await ids({})).toEqual(['d', 'c', 'b', 'a'])
      expect(await ids({ limit: 2 })).toEqual(['d', 'c'])
      expect(await ids({ before: { createdAt: at(1), id: 'c' } })).toEqual(['b', 'a'])
      expect(await ids({ status: 'FAILED' })).toEqual(['a'])
      expect(await ids({ before: { createdAt: at(9), id: '\0' } })).toEqual([])
    })

    test(`the newest ${limits.keptExports} that have ended stay (keptExports)`, async () => {
      for (let n = 0; n <= limits.keptExports + 1; n++) {
        must(await all().add(task(`${n}`, { createdAt: at(n) }), at(30)))
        if (n > limits.keptExports) break
        must(await all().end(`${n}`, { status: 'COMPLETED', message: null, at: at(9), progress: nothing }))
      }
      expect(must(await all().find('0'))).toBeUndefined()
      expect(must(await all().find('1'))).toBeDefined()
      expect(must(await all().list({ limit: 5_000 }))).toHaveLength(limits.keptExports + 1)
    })

    test('odd names come back as they were', async () => {
      for (const name of oddNames) {
        const over = { name, group: name, streamPrefix: name, destination: name, prefix: name }
        must(await all().add(task(name, over), at(1)))
        expect(must(await all().find(name))).toMatchObject(over)
        must(await all().end(name, { status: 'COMPLETED', message: name, at: at(9), progress: nothing }))
      }
      expect(await all().add(task('x', { prefix: '\0' }), at(1))).toEqual(refusal('unavailable'))
    })
  })
}
