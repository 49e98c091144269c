/** How the editor looks: the page's colours, so that light and dark follow by themselves. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--mg-accent)', fontWeight: '600' },
    { tag: [tags.operatorKeyword, tags.logicOperator], color: 'var(--mg-accent)' },
    { tag: tags.function(tags.variableName), color: 'var(--mg-level-INFO)' },
    { tag: tags.string, color: 'var(--mg-level-DEBUG)' },
    { tag: tags.regexp, color: 'var(--mg-level-WARN)' },
    { tag: tags.number, color: 'var(--mg-level-FATAL)' },
    { tag: tags.special(tags.variableName), color: 'var(--mg-level-FATAL)' },
    { tag: tags.lineComment, color: 'var(--mg-dim)', fontStyle: 'italic' },
    { tag: tags.separator, color: 'var(--mg-dim)' },
  ]),
)

const theme = EditorView.theme({
  '&': {
    maxHeight: 'min(38vh, 380px)',
    border: '1px solid var(--mg-line-strong)',
    borderRadius: '5px',
    backgroundColor: 'var(--mg-surface)',
    color: 'var(--mg-text)',
    fontSize: '13px',
  },
  '&.cm-focused': { borderColor: 'var(--mg-accent)', outline: '1px solid var(--mg-accent)' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'var(--mg-mono)', lineHeight: '1.5' },
  '.cm-content': { minHeight: '66px', padding: '6px 0', caretColor: 'var(--mg-text)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-placeholder': { color: 'var(--mg-dim)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--mg-text)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--mg-chosen)', outline: '1px solid var(--mg-accent)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--mg-bad)' },
  '.mg-error': {
    textDecoration: 'underline wavy var(--mg-bad)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.mg-notice': { textDecoration: 'underline dotted var(--mg-warn)', textUnderlineOffset: '3px' },
  '.cm-tooltip': {
    border: '1px solid var(--mg-line-strong)',
    borderRadius: '5px',
    backgroundColor: 'var(--mg-raised)',
    color: 'var(--mg-text)',
    boxShadow: '0 3px 10px rgb(0 0 0 / 14%)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: '16em', fontFamily: 'var(--mg-mono)', fontSize: '12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--mg-chosen)',
    color: 'var(--mg-text)',
  },
  '.cm-completionDetail': { color: 'var(--mg-dim)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionIcon': { color: 'var(--mg-dim)', opacity: '1' },
  '.cm-tooltip.cm-completionInfo': { maxWidth: '360px', padding: '6px 10px', fontSize: '12px' },
})

export const look = [theme, colours]
