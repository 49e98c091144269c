/** Filters by tags, as ListLogGroups and SOURCE have them: every key is there with one of its values; `!` refuses one, `*` stands at an end. */
export interface TagFilter {
  readonly key: string
  readonly values?: readonly string[] | null | undefined
}

export function matchesTags(tags: Readonly<Record<string, string>>, filters: readonly TagFilter[]): boolean {
  return filters.every(({ key, values }) => {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined
    if (value === undefined) return false
    return values == null || values.length === 0 || values.some(wanted => matchesValue(value, wanted))
  })
}

function matchesValue(value: string, wanted: string): boolean {
  if (wanted.startsWith('!')) return !matchesValue(value, wanted.slice(1))
  const open = wanted.startsWith('*')
  const end = wanted.length > 1 && wanted.endsWith('*')
  const middle = wanted.slice(open ? 1 : 0, end ? -1 : undefined)
  if (open && end) return value.includes(middle)
  if (open) return value.endsWith(middle)
  return end ? value.startsWith(middle) : value === middle
}
