/** What program text is given back, when, and that the engine goes on as before. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { mib } from '../../../model/index.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { openChdb } from './index.ts'
import { giver, mapsMore, textMappings } from './text-pages.js'

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

test('as much of files as it may keep is kept, one kilobyte more is too much; a kernel that does not tell is asked for nothing', () => {
  const most = limits.engineTextBytes / 1024
  const status = (file: number) =>
    `VmRSS:\t  900000 kB\nRssAnon:\t  800000 kB\nRssFile:\t  ${file} kB\nRssShmem:\t       0 kB\n`
  expect(mapsMore(status(most), most)).toBe(false)
  expect(mapsMore(status(most + 1), most)).toBe(true)
  expect(mapsMore('VmRSS:\t  900000 kB\n', most)).toBe(false)
})

test.runIf(process.platform === 'linux')(
  'a look that the kernel refuses does no harm, and the next goes on',
  async () => {
    const asked: string[] = []
    let refuses = false
    const give = await giver(0, name => {
      asked.push(name)
      if (refuses) throw new Error('EMFILE: too many open files')
      return name === 'status' ? 'RssFile:   9 kB' : ''
    })
    const look = () => {
      asked.length = 0
      give?.()
      return asked.join(' ')
    }
    expect(look()).toBe('status smaps')
    refuses = true
    expect(look()).toBe('status')
    refuses = false
    expect(look()).toBe('status smaps')
  },
)

const often = { everyMs: 20, mostKilobytes: 0 }
const usual = { everyMs: limits.engineTextEvery, mostKilobytes: limits.engineTextBytes / 1024 }

test.runIf(process.platform === 'linux').each([
  ['gives back all the time', { programText: often }, often],
  ['gives back as it is told by the limits', {}, usual],
])('an engine that %s answers as before, and keeps no more than it may', async (_, told, { mostKilobytes }) => {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-pages-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const opened = await openChdb({ dir, memory: mib(400), clock: testClock(), ...told })
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
  // Some pages are always in use.
  await expect.poll(fileKilobytes, { timeout: 20_000 }).toBeLessThan(Math.max(mostKilobytes, 65_536))
})
