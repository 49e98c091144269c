/**
 * The Markdown of text widgets as a tree of the few things that are drawn. `marked` reads it; HTML in it is text like any other, links
 * go nowhere but to the web, to mail and to pages of ours, and CloudWatch's `[button:Words](address)` are buttons. Pure.
 */
import { lexer, type Token, type Tokens } from 'marked'

export type Block =
  | { readonly kind: 'heading'; readonly depth: 1 | 2 | 3 | 4 | 5 | 6; readonly words: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly words: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly { readonly done: boolean | undefined; readonly blocks: readonly Block[] }[]
    }
  | {
      readonly kind: 'table'
      readonly head: readonly Cell[]
      readonly rows: readonly (readonly Cell[])[]
    }
export interface Cell {
  readonly align: 'left' | 'center' | 'right' | undefined
  readonly words: readonly Inline[]
}
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly words: readonly Inline[] }
  | { readonly kind: 'link'; readonly address: string; readonly words: readonly Inline[] }
  | { readonly kind: 'button'; readonly address: string; readonly primary: boolean; readonly words: readonly Inline[] }

/** A fault in what marked makes of a text must not take the board along: then the text stands as it is. */
export function readMarkdown(text: string): readonly Block[] {
  try {
    return blocksOf(lexer(text, { gfm: true }))
  } catch {
    return [{ kind: 'code', text }]
  }
}

function blocksOf(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token): Block[] => {
    switch (token.type) {
      case 'heading': {
        const { depth, tokens: inner } = token as Tokens.Heading
        return [{ kind: 'heading', depth: Math.min(6, Math.max(1, depth)) as 1, words: inlinesOf(inner) }]
      }
      case 'paragraph':
        return [{ kind: 'paragraph', words: inlinesOf((token as Tokens.Paragraph).tokens) }]
      case 'text': {
        const inner = (token as Tokens.Text).tokens
        return [{ kind: 'paragraph', words: inner ? inlinesOf(inner) : [{ kind: 'text', text: decoded(token.raw) }] }]
      }
      case 'code':
        return [{ kind: 'code', text: (token as Tokens.Code).text }]
      case 'blockquote':
        return [{ kind: 'quote', blocks: blocksOf((token as Tokens.Blockquote).tokens) }]
      case 'hr':
        return [{ kind: 'rule' }]
      case 'list':
        return [listOf(token as Tokens.List)]
      case 'table':
        return [tableOf(token as Tokens.Table)]
      case 'html':
        return token.raw.trim() === '' ? [] : [{ kind: 'paragraph', words: [{ kind: 'text', text: token.raw }] }]
      default:
        return []
    }
  })
}

const listOf = (list: Tokens.List): Block => ({
  kind: 'list',
  ordered: list.ordered,
  start: typeof list.start === 'number' ? list.start : 1,
  items: list.items.map(item => ({
    done: item.task ? item.checked === true : undefined,
    blocks: blocksOf(item.tokens),
  })),
})

function tableOf(table: Tokens.Table): Block {
  const cells = (row: readonly Tokens.TableCell[]): Cell[] =>
    row.map((cell, at) => ({ align: table.align[at] ?? undefined, words: inlinesOf(cell.tokens) }))
  return { kind: 'table', head: cells(table.header), rows: table.rows.map(cells) }
}

function inlinesOf(tokens: readonly Token[] | undefined): Inline[] {
  return (tokens ?? []).flatMap((token): Inline[] => {
    switch (token.type) {
      case 'strong':
      case 'em':
      case 'del':
        return [{ kind: token.type, words: inlinesOf((token as Tokens.Strong).tokens) }]
      case 'codespan':
        return [{ kind: 'code', text: decoded((token as Tokens.Codespan).text) }]
      case 'br':
        return [{ kind: 'break' }]
      case 'link':
        return [linkOf(token as Tokens.Link)]
      case 'image': {
        // Nothing is fetched from elsewhere: a picture is a link to it.
        const { href, text } = token as Tokens.Image
        const words: Inline[] = [{ kind: 'text', text: text || href }]
        return soundAddress(href) ? [{ kind: 'link', address: href, words }] : words
      }
      case 'escape':
        return [{ kind: 'text', text: (token as Tokens.Escape).text }]
      case 'text': {
        const inner = (token as Tokens.Text).tokens
        return inner ? inlinesOf(inner) : [{ kind: 'text', text: decoded((token as Tokens.Text).text) }]
      }
      case 'checkbox':
        return []
      default:
        return token.raw === '' ? [] : [{ kind: 'text', text: token.raw }]
    }
  })
}

function linkOf({ href, text, tokens }: Tokens.Link): Inline {
  const words = inlinesOf(tokens)
  const button = /^button:(primary:)?/.exec(text)
  if (!soundAddress(href)) return { kind: 'em', words }
  if (!button) return { kind: 'link', address: href, words }
  const label = decoded(text.slice(button[0].length))
  return { kind: 'button', address: href, primary: button[1] !== undefined, words: [{ kind: 'text', text: label }] }
}

/** `https:`, `http:`, `mailto:`, a place on this page, or one of our own pages: an address that another host would read is none. */
export function soundAddress(address: string): boolean {
  if (/^[/#?](?![/\\])/.test(address) || address === '/' || address === '#') return true
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(address)
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const decoded = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, found => entities[found]!)
