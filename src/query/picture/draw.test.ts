import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { pictureDrawer } from './draw.ts'
import { drawMetricPicture } from './index.ts'

const picture = { series: [], from: 0, to: 3_600_000, title: '망루 Mangru', width: 320, height: 200 }

test('a PNG of the size that was asked for', async () => {
  const drawn = await drawMetricPicture(picture)
  if (!drawn.ok) throw new Error(drawn.error.message)
  const png = Buffer.from(drawn.value)
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([320, 200])
})

test('text is drawn: Latin and Korean', async () => {
  const size = async (title: string) => {
    const drawn = await drawMetricPicture({ ...picture, title })
    return drawn.ok ? drawn.value.length : 0
  }
  const without = await size('')
  // Signs without a glyph would all be the same box.
  expect(new Set([without, await size('가나다라'), await size('마바사아'), await size('abcd')]).size).toBe(4)
})

test('a few at a time, a few more wait, the next is told to come again', async () => {
  const held: (() => void)[] = []
  let most = 0
  const draw = pictureDrawer(async () => async () => {
    most = Math.max(most, held.length + 1)
    await new Promise<void>(resolve => held.push(resolve))
    held.length = held.length - 1
    return new Uint8Array()
  })
  const all = limits.picturesAtOnce + limits.picturesWaiting
  const drawings = Array.from({ length: all }, () => draw(picture))
  expect(await draw(picture)).toMatchObject({ ok: false, error: { code: 'busy' } })
  const done = Promise.all(drawings)
  let finished = false
  void done.then(() => {
    finished = true
  })
  while (!finished) {
    held.at(-1)?.()
    await new Promise(setImmediate)
  }
  expect((await done).every(({ ok }) => ok)).toBe(true)
  expect(most).toBe(limits.picturesAtOnce)
})

test('who is gone gets nothing, and what fails says so', async () => {
  expect(await drawMetricPicture(picture, AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'failed' } })
  const absent = pictureDrawer(() => Promise.reject(new Error('no such module')))
  expect(await absent(picture)).toMatchObject({
    ok: false,
    error: { code: 'unavailable', message: 'This machine cannot draw pictures: no such module' },
  })
  const failing = pictureDrawer(async () => () => Promise.reject(new Error('no memory')))
  expect(await failing(picture)).toMatchObject({ ok: false, error: { code: 'failed' } })
})
