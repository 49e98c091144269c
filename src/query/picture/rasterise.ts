/**
 * SVG to PNG by resvg. It draws on a thread of its own, with one font that comes with Mangru and has Latin and Korean, so that a
 * picture looks the same on every machine; the system's fonts are only looked through for what that font does not have.
 */
import { createRequire } from 'node:module'
import { renderAsync } from '@resvg/resvg-js'

const find = createRequire(import.meta.url).resolve
const fontFiles = [
  find('@expo-google-fonts/nanum-gothic/400Regular/NanumGothic_400Regular.ttf'),
  find('@expo-google-fonts/nanum-gothic/700Bold/NanumGothic_700Bold.ttf'),
]
/** Signs that the font does not have: other scripts, emoji. */
const strange =
  /[^\t\n\r -\u024f\u0391-\u03c9\u2010-\u2027\u2030-\u2033\u2190-\u2193\u2200-\u22ff\u3131-\u318e\uac00-\ud7a3]/u

export async function rasterise(svg: string): Promise<Uint8Array> {
  const drawn = await renderAsync(svg, {
    font: { fontFiles, loadSystemFonts: strange.test(svg), defaultFontFamily: 'Nanum Gothic' },
  })
  return drawn.asPng()
}
