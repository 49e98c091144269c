/**
 * The Drain log parser (He et al. 2017), plainly: a tree of fixed depth by number of words and first words, then the most similar
 * group of the leaf. A baseline to measure against; nothing in the product uses it.
 */

export interface Drain {
  /** The number of the group that the line joins. */
  add(line: string): number
  template(group: number): string
}

interface Leaf {
  readonly groups: { readonly id: number; words: string[] }[]
}
interface Node {
  readonly children: Map<string, Node | Leaf>
}

/** The usual masks: what nobody takes for a constant. */
const masks: readonly RegExp[] = [
  /blk_-?\d+/g,
  /(\/|)(\d{1,3}\.){3}\d{1,3}(:\d+)?/g,
  /(?<=[^A-Za-z0-9]|^)(0x[a-f0-9A-F]+|[0-9]+)(?=[^A-Za-z0-9]|$)/g,
]

export function createDrain(depth = 4, similarity = 0.4, mostChildren = 100): Drain {
  const root: Node = { children: new Map() }
  const all: { readonly id: number; words: string[] }[] = []

  function leafOf(words: readonly string[]): Leaf {
    let node = child(root, String(words.length))
    for (let level = 0; level < depth - 2; level++) {
      const word = words[level]
      if (word === undefined) break
      const key = /\d/.test(word) ? '<*>' : word
      node = child(node, node.children.has(key) || node.children.size < mostChildren - 1 ? key : '<*>')
    }
    const known = node.children.get('\n')
    if (known !== undefined) return known as Leaf
    const leaf: Leaf = { groups: [] }
    node.children.set('\n', leaf)
    return leaf
  }

  return {
    add(line) {
      let masked = line
      for (const mask of masks) masked = masked.replace(mask, '<*>')
      const words = masked.trim().split(/\s+/)
      const leaf = leafOf(words)
      let best: (typeof leaf.groups)[number] | null = null
      let bestScore = -1
      let bestWild = -1
      for (const group of leaf.groups) {
        let same = 0
        let wild = 0
        for (const [at, word] of group.words.entries()) {
          if (word === '<*>') wild++
          else if (word === words[at]) same++
        }
        const score = same / words.length
        if (score > bestScore || (score === bestScore && wild > bestWild)) {
          best = group
          bestScore = score
          bestWild = wild
        }
      }
      if (best === null || bestScore < similarity) {
        const group = { id: all.length, words }
        leaf.groups.push(group)
        all.push(group)
        return group.id
      }
      best.words = best.words.map((word, at) => (word === words[at] ? word : '<*>'))
      return best.id
    },
    template: group => all[group]!.words.join(' '),
  }
}

function child(node: Node, key: string): Node {
  const known = node.children.get(key)
  if (known !== undefined) return known as Node
  const made: Node = { children: new Map() }
  node.children.set(key, made)
  return made
}
