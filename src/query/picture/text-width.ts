/** How wide a text will be, about: layouts are made without a font at hand, so widths are those of a usual sans-serif, rounded up. */

const narrow = /[ijlI.,:;|!'()[\]{}]/
const wide = /[mwMW@%]/
const tall = /[A-Z0-9_+=<>~#$&?]/

/** In pixels, at a size in pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const sign of text) ems += widthOf(sign)
  return ems * size
}

function widthOf(sign: string): number {
  // Hangul, Chinese, Japanese and full-width signs fill a square.
  if (sign.codePointAt(0)! >= 0x1100) return 1
  if (narrow.test(sign)) return 0.33
  if (wide.test(sign)) return 0.92
  return tall.test(sign) ? 0.66 : sign === ' ' ? 0.32 : 0.58
}

/** No wider than `width`: what is too long loses its middle, since names differ at both ends. */
export function fitted(text: string, size: number, width: number): string {
  const signs = [...text.slice(0, mostSigns)]
  if (signs.length === text.length && textWidth(text, size) <= width) return text
  if (textWidth(signs.join(''), size) <= width) return signs.join('')
  let kept = signs.length
  while (kept > 1) {
    kept = kept > 40 ? Math.floor(kept * 0.8) : kept - 1
    const head = Math.ceil(kept / 2)
    const shown = `${signs.slice(0, head).join('')}…${signs.slice(signs.length - (kept - head)).join('')}`
    if (textWidth(shown, size) <= width) return shown
  }
  return '…'
}

/** More are never shown. */
const mostSigns = 500
