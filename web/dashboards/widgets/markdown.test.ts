import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Block, type Inline, readMarkdown, soundAddress } from './markdown.ts'

const said = (words: readonly Inline[]): string =>
  words
    .map(one => {
      if (one.kind === 'text') return one.text
      if (one.kind === 'break') return '⏎'
      if (one.kind === 'code') return `\`${one.text}\``
      const inner = said(one.words)
      if (one.kind === 'link') return `(${inner} → ${one.address})`
      if (one.kind === 'button') return `<${one.primary ? '!' : ''}${inner} → ${one.address}>`
      return `${one.kind}:${inner}`
    })
    .join('')
const show = (blocks: readonly Block[]): string => blocks.map(shown).join(' | ')
function shown(one: Block): string {
  switch (one.kind) {
    case 'heading':
      return `h${one.depth} ${said(one.words)}`
    case 'paragraph':
      return said(one.words)
    case 'code':
      return `code ${one.text}`
    case 'quote':
      return `quote [${show(one.blocks)}]`
    case 'rule':
      return 'rule'
    case 'list':
      return `${one.ordered ? `from ${one.start}` : 'list'} [${one.items
        .map(item => `${item.done === undefined ? '' : item.done ? 'x ' : '. '}${show(item.blocks)}`)
        .join('; ')}]`
    case 'table':
      return [one.head, ...one.rows]
        .map(row => row.map(cell => `${said(cell.words)}:${cell.align ?? ''}`).join(' '))
        .join(' / ')
  }
}

test.each([
  ['# Logs\ntext', 'h1 Logs | text'],
  ['a **b *c* ~~d~~** `e`', 'a strong:b em:c del:d `e`'],
  ['a  \nb', 'a⏎b'],
  ['- a\n- [x] b', 'list [a; x b]'],
  ['3. a\n4. b', 'from 3 [a; b]'],
  ['> a', 'quote [a]'],
  ['---', 'rule'],
  ['```\na < b\n```', 'code a < b'],
  ['|a|b|\n|:-|-:|\n|1|2|', 'a:left b:right / 1:left 2:right'],
  ['[a](https://x.example/)', '(a → https://x.example/)'],
  ['[button:Go](https://x.example/)', '<Go → https://x.example/>'],
  ['[button:primary:Go](/logs)', '<!Go → /logs>'],
  ['![p](https://x.example/p.png)', '(p → https://x.example/p.png)'],
  ['[a](javascript:alert)', 'em:a'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['a <b onclick="x">b</b>', 'a <b onclick="x">b</b>'],
  ['a &amp; b \\* c', 'a & b * c'],
])('%j', (text, drawn) => {
  expect(show(readMarkdown(text))).toBe(drawn)
})

test.each([
  ['https://x.example/a', true],
  ['HTTP://x.example', true],
  ['mailto:a@x.example', true],
  ['/logs?group=a', true],
  ['#below', true],
  ['/', true],
  ['//elsewhere.example', false],
  ['/\\elsewhere.example', false],
  ['javascript:alert(1)', false],
  ['JavaScript:alert(1)', false],
  ['data:text/html,x', false],
  ['vbscript:x', false],
  [' https://x.example', false],
  ['', false],
])('%s may be gone to: %s', (address, may) => {
  expect(soundAddress(address)).toBe(may)
})

test('no text makes it fail, and no address that is not sound comes out', () => {
  const piece = fc.constantFrom(
    '# ',
    '- ',
    '[a](',
    ')',
    'javascript:',
    '<b>',
    '`',
    '**',
    '\n',
    '|',
    '&',
    '![',
    'http://x/',
    ' ',
  )
  const addresses = (node: unknown): string[] =>
    typeof node !== 'object' || node === null
      ? []
      : [
          ...('address' in node ? [String(node.address)] : []),
          ...Object.values(node).flatMap(child => addresses(child)),
        ]
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map(all => all.join('')),
      ),
      text => {
        expect(addresses(readMarkdown(text)).every(soundAddress)).toBe(true)
      },
    ),
    { seed: 20261121, numRuns: 300 },
  )
})
