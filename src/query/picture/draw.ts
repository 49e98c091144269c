/**
 * Series to PNG. Only a few are drawn at the same time and a few more may wait, so that a storm of mails with pictures takes no more
 * memory than one of them. The rasteriser is loaded with the first picture.
 */
import { limits } from '../../limits.ts'
import { err, ok } from '../../model/index.ts'
import type { DrawMetricPicture } from './picture.ts'
import { pictureSvg } from './svg.ts'

/** SVG of our own making to PNG. */
export type Rasterise = (svg: string) => Promise<Uint8Array>

export function pictureDrawer(load: () => Promise<Rasterise>): DrawMetricPicture {
  let underWay = 0
  const waiting: (() => void)[] = []
  // Who leaves hands the place to who waits longest.
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) underWay--
    else next()
  }
  const enter = async (): Promise<void> => {
    if (underWay >= limits.picturesAtOnce) await new Promise<void>(resolve => waiting.push(resolve))
    else underWay++
  }
  return async (picture, signal) => {
    if (waiting.length >= limits.picturesWaiting)
      return err({ code: 'busy', message: 'Too many pictures are being drawn; try again in a moment.' })
    await enter()
    try {
      if (signal?.aborted === true) return err({ code: 'failed', message: 'Nobody waits for this picture any more.' })
      let rasterise: Rasterise
      try {
        rasterise = await load()
      } catch (error) {
        return err({ code: 'unavailable', message: `This machine cannot draw pictures: ${said(error)}` })
      }
      return ok(await rasterise(pictureSvg(picture)))
    } catch (error) {
      return err({ code: 'failed', message: `The picture could not be drawn: ${said(error)}` })
    } finally {
      leave()
    }
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** See `DrawMetricPicture`. */
export const drawMetricPicture: DrawMetricPicture = pictureDrawer(
  async () => (await import('./rasterise.ts')).rasterise,
)
