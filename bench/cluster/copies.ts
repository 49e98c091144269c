/**
 * A large cluster out of a small one: each object and each page of a kubelet as often as there are copies, told apart by their names, so that playing fifteen
 * thousand pods costs what six hundred cost.
 */

/** The text of an object or of a kubelet's page, as the copy has it; copy 0 is the original. */
export function copied(text: string, copy: number): string {
  if (copy === 0) return text
  const mark = copy.toString(16).padStart(4, '0')
  return text
    .replaceAll('"services"', `"services-${copy}"`)
    .replaceAll(/\bip-(\d+-\d+-\d+-\d+)/g, `ip-${copy}-$1`)
    .replaceAll(/\b([0-9a-f]{8})-[0-9a-f]{4}-([0-9a-f]{4}-)/g, `$1-${mark}-$2`)
    .replaceAll(/"(agent-[a-z0-9]{5})"/g, `"$1-${copy}"`)
    .replaceAll(/"i-([0-9a-f]{13})[0-9a-f]{4}"/g, `"i-$1${mark}"`)
}

/** The copy that a node's name tells of, and what the original calls it. */
export function originalOf(node: string): { readonly node: string; readonly copy: number } {
  const found = /^ip-(\d+)-(\d+-\d+-\d+-\d+.*)$/.exec(node)
  return found === null ? { node, copy: 0 } : { node: `ip-${found[2]}`, copy: Number(found[1]) }
}
