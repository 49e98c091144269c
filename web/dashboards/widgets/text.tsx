/** A widget of words. What is drawn are our own elements, made from a tree: no HTML of the text ever reaches the page. */
import { Link } from '@tanstack/react-router'
import { type JSX, useMemo } from 'react'
import type { TextWidget } from '../../../src/model/dashboard/index.ts'
import { parseSearch } from '../../search.ts'
import { type Block, type Inline, readMarkdown } from './markdown.ts'
import type { WidgetProps } from './props.ts'
import classes from './text.module.css'

export default function TextWidgetBody({ widget }: WidgetProps<TextWidget>) {
  return <Markdown text={widget.markdown} />
}

export function Markdown({ text }: { readonly text: string }) {
  const blocks = useMemo(() => readMarkdown(text), [text])
  return (
    <div className={classes.text} tabIndex={0}>
      <Blocks blocks={blocks} />
    </div>
  )
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text is drawn anew as a whole
  return blocks.map((block, at) => <One key={at} block={block} />)
}

function One({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading': {
      // The page's own heading is the first.
      const Tag = `h${Math.min(6, block.depth + 1)}` as keyof JSX.IntrinsicElements
      return (
        <Tag data-depth={block.depth}>
          <Words words={block.words} />
        </Tag>
      )
    }
    case 'paragraph':
      return (
        <p>
          <Words words={block.words} />
        </p>
      )
    case 'code':
      return <pre tabIndex={0}>{block.text}</pre>
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'rule':
      return <hr />
    case 'list': {
      const items = block.items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <li key={at} data-task={item.done === undefined ? undefined : true}>
          {item.done !== undefined && <span aria-hidden>{item.done ? '☑ ' : '☐ '}</span>}
          <Blocks blocks={item.blocks} />
        </li>
      ))
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <th key={at} scope="col" style={{ textAlign: cell.align }}>
                  <Words words={cell.words} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <tr key={at}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={column} style={{ textAlign: cell.align }}>
                    <Words words={cell.words} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
  }
}

function Words({ words }: { readonly words: readonly Inline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  return words.map((one, at) => <Word key={at} word={one} />)
}

function Word({ word }: { readonly word: Inline }) {
  switch (word.kind) {
    case 'text':
      return word.text
    case 'code':
      return <code>{word.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return (
        <strong>
          <Words words={word.words} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Words words={word.words} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Words words={word.words} />
        </del>
      )
    case 'link':
      return <Anchor address={word.address} words={word.words} />
    case 'button':
      return <Anchor address={word.address} words={word.words} button={word.primary ? 'primary' : 'plain'} />
  }
}

function Anchor({
  address,
  words,
  button,
}: {
  address: string
  words: readonly Inline[]
  button?: 'primary' | 'plain'
}) {
  const inside = <Words words={words} />
  const looks = { className: button ? classes.button : classes.link, 'data-primary': button === 'primary' || undefined }
  if (address.startsWith('/')) {
    const [path = '/', search = ''] = address.split('?', 2)
    return (
      <Link to={path as '/'} search={parseSearch(search)} {...looks}>
        {inside}
      </Link>
    )
  }
  const away = /^https?:/i.test(address) ? { target: '_blank', rel: 'noreferrer noopener' } : {}
  return (
    <a href={address} {...away} {...looks}>
      {inside}
    </a>
  )
}
