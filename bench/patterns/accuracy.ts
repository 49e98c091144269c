/**
 * How well lines were grouped, by the definitions of Loghub-2.0: grouping accuracy (GA, part of the lines whose group is exactly the
 * true one), its F1 over groups (FGA), parsing accuracy (PA, part of the lines whose template is the true one word for word) and the
 * F1 of templates (FTA: the group and its template are both right).
 */

export interface Accuracy {
  readonly ga: number
  readonly fga: number
  readonly pa: number
  readonly fta: number
}

/** By line: the true template, and the template that was found. Templates with `<*>` for what varies; equal text is one group. */
export function accuracyOf(
  truth: readonly string[],
  foundGroups: readonly (string | number)[],
  foundTemplates: readonly string[],
): Accuracy {
  const trueCounts = countBy(truth)
  const foundCounts = countBy(foundGroups)
  const trueTexts = truth.map(normalTemplate)
  const foundTexts = foundTemplates.map(normalTemplate)
  /** Found group → the true group of all its lines, or null when it has several. */
  const pure = new Map<string | number, string | null>()
  const sameText = new Map<string | number, boolean>()
  let parsed = 0
  for (const [at, group] of foundGroups.entries()) {
    const known = pure.get(group)
    if (known === undefined) pure.set(group, truth[at]!)
    else if (known !== truth[at]) pure.set(group, null)
    const right = trueTexts[at] === foundTexts[at]
    if (right) parsed++
    sameText.set(group, (sameText.get(group) ?? true) && right)
  }
  let rightGroups = 0
  let rightLines = 0
  let rightTemplates = 0
  for (const [group, template] of pure) {
    if (template === null || trueCounts.get(template) !== foundCounts.get(group)) continue
    rightGroups++
    rightLines += foundCounts.get(group)!
    if (sameText.get(group)) rightTemplates++
  }
  return {
    ga: rightLines / truth.length,
    fga: (2 * rightGroups) / (foundCounts.size + trueCounts.size),
    pa: parsed / truth.length,
    fta: (2 * rightTemplates) / (foundCounts.size + trueCounts.size),
  }
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/**
 * Templates in one spelling, for the truth and for every miner alike, after the corrections that Loghub-2.0 makes: one blank between
 * words; paths, and words with a digit, a value or a dotted row of values vary whole; values in a row are one.
 */
export function normalTemplate(template: string): string {
  let text = template
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/<(?:Time|Number|IP|UUID|Hex|URL|Path|Token)-\d+>/g, '<*>')
  const words = text.split(/([\s,;:=()[\]{}'"|]+)/)
  text = words
    .map((word, at) =>
      at % 2 === 0 &&
      (/\d/.test(word) || /^(?:true|false|null)$/.test(word) || /^\/[^/]+/.test(word) || /<\*>/.test(word))
        ? '<*>'
        : word,
    )
    .join('')
  let before = ''
  while (before !== text) {
    before = text
    text = text
      .replace(/<\*>[.:]<\*>/g, '<*>')
      .replace(/<\*>(?: ?,? ?<\*>)+/g, '<*>')
      .replace(/\/<\*>|<\*>\//g, '<*>')
      .replace(/[#@]<\*>/g, '<*>')
      .replace(/<\*> (?:ms|KB|MB|GB|B|bytes)\b/g, '<*>')
  }
  return text
}
