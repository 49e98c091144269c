/** The query of a log widget out of its groups and its text. Pure. */

/** A group with a quotation mark in its name cannot stand in one: names have none. */
export const writeLogQuery = (groups: readonly string[], text: string): string =>
  [...groups.map(name => `SOURCE '${name.replaceAll("'", '')}'`), text].join(' | ')
