/** Answers of AWS Query: objects as elements, lists as `<member>`. Nothing here reads XML. */
import { Dictionary } from './dictionary.ts'
import { Double } from './double.ts'
import { Doubles, Timestamps } from './number-lists.ts'
import { Timestamp } from './timestamp.ts'

/** `undefined` and `null` members are left out. */
export function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(one => `<member>${xmlOf(one)}</member>`).join('')
  if (value instanceof Timestamp) return value.iso
  if (value instanceof Doubles || value instanceof Timestamps)
    return value
      .texts()
      .map(text => `<member>${text}</member>`)
      .join('')
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Dictionary)
    return value.entries
      .map(([key, one]) => `<entry><key>${xmlText(key)}</key><value>${xmlOf(one)}</value></entry>`)
      .join('')
  if (value instanceof Double) return value.toString()
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, one]) => (one === undefined || one === null ? '' : `<${name}>${xmlOf(one)}</${name}>`))
      .join('')
  }
  return xmlText(String(value))
}

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' }

/** What XML 1.0 cannot hold becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in XML
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\r]/g, sign => names[sign]!)
