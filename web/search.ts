/** The address's question mark part: names with one or several texts, kept short and readable instead of encoded JSON. */
export type Search = Readonly<Record<string, string | readonly string[] | undefined>>

export function parseSearch(written: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(written)) {
    const before = search[name]
    search[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return search
}

export function printSearch(search: Readonly<Record<string, unknown>>): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) parts.push(`${encode(name)}=${encode(String(one))}`)
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** Slashes, colons and commas are lawful in a query string and far easier to read than their codes. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/%2F/g, '/')
    .replace(/%3A/g, ':')
    .replace(/%2C/g, ',')
    .replace(/%40/g, '@')
    .replace(/%20/g, '+')

/** The last text of that name, if any. */
export const text = (value: Search[string]): string | undefined => (typeof value === 'string' ? value : value?.at(-1))
export const list = (value: Search[string]): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value
