import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, millis, ok, type Result } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { readGap } from './gap.ts'
import { rotatedLines } from './rotated-lines.ts'

const time = '2026-01-20T10:00:00.5Z'
const known = '0.log.20260120-100001'
const files = { node: 'n-1', folder: '/logs/pods/shop_web_u/main/', restarts: 0 }
const lines = ['one', 'two', 'three'].map(text => `${time} stdout F ${text}\n`).join('')

type Piece = Result<Uint8Array, ClusterError>
async function* sent(...pieces: readonly (Uint8Array | string | ClusterError)[]): AsyncGenerator<Piece> {
  for (const piece of pieces)
    yield typeof piece === 'string' ? ok(Buffer.from(piece)) : piece instanceof Uint8Array ? ok(piece) : err(piece)
}

const mebibyte = Buffer.alloc(1_048_576, 'x')
async function* rubbish(bytes: number): AsyncGenerator<Piece> {
  for (let left = bytes; left > 0; left -= mebibyte.length) yield ok(mebibyte.subarray(0, left))
}

/** What comes of a kubelet's files by their paths, and how it ends. */
async function read(
  kept: Readonly<Record<string, () => AsyncGenerator<Piece>>>,
  { packed = false, left = limits.podLogGapBytes as number, hangs = false } = {},
) {
  const clock = steppedClock()
  const kubeletBytes = async (_node: string, path: string) => {
    const found = kept[path.slice(files.folder.length)]
    return found === undefined ? err({ code: 'not-found', message: '' } as const) : ok(found())
  }
  const file = { name: packed ? `${known}.gz` : known, known, packed, notAfter: 0 }
  const { signal } = new AbortController()
  const texts: string[] = []
  let end: ClusterError | undefined
  const reading = (async () => {
    for await (const some of rotatedLines(
      { clock, cluster: { kubeletBytes } },
      { files, file, budget: { left }, signal },
    )) {
      if (some.ok) texts.push(...some.value.map(({ text, part }) => `${text} ${part}`))
      else end = some.error
    }
  })()
  // Time stands: what is packed is unpacked beside, as fast as it goes.
  if (!hangs) await reading
  return { texts, end: () => end, clock, reading }
}
const all = ['one F', 'two F', 'three F']

describe('rotatedLines', () => {
  test.each([
    ['as it is', { [known]: () => sent(lines) }, false],
    ['packed', { [`${known}.gz`]: () => sent(gzipSync(lines).subarray(0, 30), gzipSync(lines).subarray(30)) }, true],
    ['packed since it was listed', { [`${known}.gz`]: () => sent(gzipSync(lines)) }, false],
  ])('reads a file %s', async (_how, kept, packed) => {
    const { texts, end } = await read(kept, { packed })
    expect([texts, end()]).toEqual([all, undefined])
  })

  test('a file that is gone has no lines', async () => {
    for (const packed of [true, false]) {
      const { texts, end } = await read({}, { packed })
      expect([texts, end()]).toEqual([[], undefined])
    }
  })

  test('the last line may be a part', async () => {
    const { texts } = await read({ [known]: () => sent(`${lines}${time} stdout P begin\n`) })
    expect(texts.at(-1)).toBe('begin P')
  })

  test('one that breaks off says so, after what came of it', async () => {
    const broken: ClusterError = { code: 'unreachable', message: 'broke off' }
    const { texts, end } = await read({ [known]: () => sent(lines, broken) })
    expect([texts, end()]).toEqual([all, broken])
    const packed = await read(
      { [`${known}.gz`]: () => sent(gzipSync(lines).subarray(0, 20), broken) },
      { packed: true },
    )
    expect(packed.end()).toEqual(broken)
  })

  test('a packed one that is damaged cannot be read', async () => {
    for (const content of [gzipSync(lines).subarray(0, 30), Buffer.from('no gzip at all')]) {
      const { end } = await read({ [`${known}.gz`]: () => sent(content) }, { packed: true })
      expect(end()?.code).toBe('unreadable')
    }
  })

  test('what is read together has a budget, of what it is unpacked', async () => {
    for (const packed of [false, true]) {
      const kept = { [known]: () => sent(lines), [`${known}.gz`]: () => sent(gzipSync(lines)) }
      const whole = await read(kept, { packed, left: lines.length })
      expect([whole.texts, whole.end()]).toEqual([all, undefined])
      const { texts, end } = await read(kept, { packed, left: lines.length - 1 })
      expect([texts, end()?.code]).toEqual([[], 'unreadable'])
    }
  })

  test('podLogRotatedBytes are read of a file, one more is not', async () => {
    const large = (bytes: number) =>
      async function* () {
        yield ok(Buffer.from(lines))
        yield* rubbish(bytes - lines.length)
      }
    const whole = await read({ [known]: large(limits.podLogRotatedBytes) })
    expect([whole.texts, whole.end()]).toEqual([all, undefined])
    const { texts, end } = await read({ [known]: large(limits.podLogRotatedBytes + 1) })
    expect([texts, end()?.code]).toEqual([all, 'unreadable'])
  })

  test('podLogGapBytes are read for one gap, one more makes it short', async () => {
    const begin = Buffer.from(lines)
    const newer = '0.log.20260120-100002'
    /** Of the newer file the first piece is looked at, then both are read. */
    const outcomeOf = async (bytes: number) => {
      const sizes: Readonly<Record<string, number>> = {
        [known]: limits.podLogRotatedBytes,
        [newer]: bytes - limits.podLogRotatedBytes - begin.length,
      }
      const cluster = {
        kubelet: async () => ok([known, newer].map(name => `<a href="${name}">`).join('')),
        kubeletBytes: async (_node: string, path: string) =>
          ok(
            (async function* () {
              yield ok(begin)
              yield* rubbish((sizes[path.slice(files.folder.length)] ?? 0) - begin.length)
            })(),
          ),
      }
      const { signal } = new AbortController()
      const gap = { files, from: Date.parse(time) - 500, until: undefined, read: new Set<string>(), signal }
      return readGap({ cluster, clock: steppedClock() }, gap, async () => true)
    }
    expect(await outcomeOf(limits.podLogGapBytes)).toEqual(ok('whole'))
    expect(await outcomeOf(limits.podLogGapBytes + 1)).toEqual(ok('short'))
  })

  test('a kubelet that sends nothing for podLogRotatedWait is left', async () => {
    async function* hanging(): AsyncGenerator<Piece> {
      yield ok(Buffer.from(lines))
      await new Promise<void>(resolve => {
        hang = resolve
      })
    }
    let hang: () => void = () => undefined
    const { texts, end, clock, reading } = await read({ [known]: hanging }, { hangs: true })
    await clock.step(millis(limits.podLogRotatedWait - 1))
    expect(texts).toEqual(all)
    // What was told to stop ends.
    await clock.step(millis(1))
    hang()
    await reading
    expect(end()?.code).toBe('unreachable')
  })
})
