/** What is given back of a process at rest, and that the engine goes on as before. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { mib } from '../../../model/index.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { openChdb } from './index.ts'
import { giver, restsWithMuch, textMappings } from './text-pages.js'

const mapping = (head: string, told: string): string => `${head}\nSize: 9 kB\n${told}\nVmFlags: rd mr mw me\n`
const clean = 'Rss:                2048 kB\nAnonymous:             0 kB\nSwap:                  0 kB'

test.each([
  ['text of a library', '7f0000001000-7f0000003000 r-xp 00001000 fe:00 42      /lib/engine.so', clean, true],
  ['constants of a library', '7f0000001000-7f0000003000 r--p 00000000 fe:00 42      /lib/engine.so', clean, true],
  ['a name with a space', '7f0000001000-7f0000003000 r-xp 00001000 fe:00 42      /my lib/e.so', clean, true],
  [
    'relocated constants',
    '7f0000001000-7f0000003000 r--p 0 fe:00 42 /lib/e.so',
    clean.replace('   0 kB', '   4 kB'),
    false,
  ],
  ['swapped out', '7f0000001000-7f0000003000 r--p 0 fe:00 42 /lib/e.so', clean.replace(/0 kB$/, '4 kB'), false],
  [
    'an old kernel that tells no swap',
    '7f0000001000-7f0000003000 r-xp 0 fe:00 42 /lib/e.so',
    clean.replace(/Swap.*/, ''),
    false,
  ],
  ['data', '7f0000001000-7f0000003000 rw-p 00001000 fe:00 42      /lib/engine.so', clean, false],
  ['shared', '7f0000001000-7f0000003000 r--s 00001000 fe:00 42      /lib/engine.so', clean, false],
  ['of no file', '7f0000001000-7f0000003000 r-xp 00000000 00:00 0 ', clean, false],
  ['the kernel’s own', '7f0000001000-7f0000003000 r-xp 00000000 00:00 0      [vdso]', clean, false],
  ['too small', '7f0000001000-7f0000003000 r-xp 0 fe:00 42 /lib/e.so', clean.replace('2048', '1020'), false],
])('%s', (_, head, told, given) => {
  const other = mapping('7e0000001000-7e0000003000 rw-p 00000000 00:00 0      [heap]', clean)
  expect(textMappings(other + mapping(head, told) + other)).toEqual(
    given ? [{ from: 0x7f0000001000, bytes: 0x2000 }] : [],
  )
})

test('rests up to the bound of work, with more than the bound of files', () => {
  const bound = { cpuMs: limits.engineRestCpu, fileKilobytes: limits.engineRestFiles / 1024 }
  const before = { cpuMs: 500, fileKilobytes: 0 }
  const after = (cpuMs: number, fileKilobytes: number) =>
    restsWithMuch(before, { cpuMs: 500 + cpuMs, fileKilobytes: fileKilobytes }, bound)
  expect(after(bound.cpuMs, bound.fileKilobytes + 1)).toBe(true)
  expect(after(bound.cpuMs + 1, bound.fileKilobytes + 1)).toBe(false)
  expect(after(bound.cpuMs, bound.fileKilobytes)).toBe(false)
})

test.runIf(process.platform === 'linux')(
  'a look that the kernel refuses does no harm, and the next goes on',
  async () => {
    const asked: string[] = []
    let refuses = false
    const give = await giver({ cpuMs: Number.POSITIVE_INFINITY, fileKilobytes: 0 }, name => {
      asked.push(name)
      if (refuses) throw new Error('EMFILE: too many open files')
      return name === 'status' ? 'RssFile:   9 kB' : ''
    })
    const look = () => {
      asked.length = 0
      give?.()
      return asked.join(' ')
    }
    expect(look()).toBe('status status')
    expect(look()).toBe('status smaps status')
    refuses = true
    expect(look()).toBe('status')
    refuses = false
    expect(look()).toBe('status status')
  },
)

test.runIf(process.platform === 'linux')('an engine that gives back all the time answers as before', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-pages-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const rest = { everyMs: 20, cpuMs: Number.POSITIVE_INFINITY, fileKilobytes: 0 }
  const opened = await openChdb({ dir, memory: mib(400), clock: testClock(), rest })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  const engine = opened.value
  onTestFinished(() => engine.close())
  for (let round = 0; round < 10; round++) {
    const text = sql`SELECT number % 7 AS a, count() AS n FROM numbers(100000) WHERE match(toString(number), '1.*2') GROUP BY a ORDER BY a`
    const answer = await engine.query(text)
    expect(answer.ok && answer.value).toMatchObject({ rows: expect.any(Array) })
  }
  const fileKilobytes = async () =>
    Number(/^RssFile:\s+(\d+)/m.exec(await readFile(`/proc/${engine.pid}/status`, 'utf8'))?.[1])
  await expect.poll(fileKilobytes, { timeout: 20_000 }).toBeLessThan(limits.engineRestFiles / 1024)
})
