/** SVG as text. Everything that comes from outside goes through `tag` or `text`, which leave no way out of an attribute or a text. */

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Characters that XML may hold; the others are left out. */
const unlawful = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const codes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(unlawful, '')
    .replace(/[&<>"']/g, sign => codes[sign]!)

/** `children` are elements already. */
export function tag(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escaped(value!)}"`)
    .join('')
  const inside = children.join('')
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`
}

/** A pixel's tenth is enough for every eye, and keeps long paths short. */
export const short = (value: number): string => String(Math.round(value * 10) / 10 + 0)
