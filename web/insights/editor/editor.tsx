/** The query editor: CodeMirror with our language; completion, brackets, undo, errors where they are, Ctrl or Cmd+Enter runs. */
import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, LanguageSupport, LRLanguage } from '@codemirror/language'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { CompileError, Notice, Span } from '../../../src/query/insights/index.ts'
import { insightsParser } from '../../../src/query/insights/language/editor/index.ts'
import { saying, useLanguage } from '../../i18n/index.ts'
import { sayFault } from '../fault.ts'
import { useSavedQueries } from '../saved/index.ts'
import { useFields } from '../use-fields.ts'
import { completing, type Knowledge } from './completion.ts'
import { look } from './look.ts'
import { marks, setMarks } from './marks.ts'

export interface EditorHandle {
  readonly focus: () => void
  /** In place of what is selected. */
  readonly insert: (text: string) => void
  readonly replace: (span: Span, text: string) => void
}

export interface QueryEditorProps {
  readonly ref: Ref<EditorHandle>
  readonly value: string
  readonly groups: readonly string[]
  readonly at: number
  readonly problem: CompileError | undefined
  readonly notices: readonly Notice[]
  readonly change: (text: string) => void
  readonly run: () => void
}

const language = new LanguageSupport(
  LRLanguage.define({
    name: 'insights',
    parser: insightsParser,
    languageData: { commentTokens: { line: '#' } },
  }),
)

export function QueryEditor({ ref, value, groups, at, problem, notices, change, run }: QueryEditorProps) {
  const { words, language: spoken } = useLanguage()
  const holder = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(undefined)
  const told = useRef<Compartment>(undefined)
  const fields = useFields(groups, at)
  const saved = useSavedQueries()
  const knowledge = useRef<Knowledge>({ fields: [], saved: [], language: spoken })
  knowledge.current = {
    fields: fields.data?.fields ?? [],
    saved: (saved.data?.queries ?? []).map(query => query.name),
    language: spoken,
  }
  const latest = useRef({ change, run })
  latest.current = { change, run }

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told below
  useEffect(() => {
    const words = new Compartment()
    told.current = words
    const view = new EditorView({
      parent: holder.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  latest.current.run()
                  return true
                },
              },
            ]),
          ),
          history(),
          drawSelection(),
          bracketMatching(),
          autocompletion({ override: [completing(() => knowledge.current)], activateOnTyping: true }),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.updateListener.of(update => {
            if (update.docChanged) latest.current.change(update.state.doc.toString())
          }),
          language,
          marks,
          look,
          words.of([]),
        ],
      }),
    })
    editor.current = view
    return () => view.destroy()
  }, [])

  useEffect(() => {
    editor.current?.dispatch({
      effects: told.current!.reconfigure([
        placeholder(words.insights.placeholder),
        EditorView.contentAttributes.of({
          'aria-label': words.insights.queryLabel,
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
      ]),
    })
  }, [words])

  useEffect(() => {
    const view = editor.current
    if (view && view.state.doc.toString() !== value)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    editor.current?.dispatch({
      effects: setMarks.of(
        value.trim() === ''
          ? []
          : [
              ...(problem ? [{ kind: 'error' as const, span: problem.span, message: sayFault(words, problem) }] : []),
              ...notices.map(notice => ({
                kind: 'notice' as const,
                span: notice.span,
                message: saying(words, notice, notice.message),
              })),
            ],
      ),
    })
  }, [problem, notices, value, words])

  useImperativeHandle(ref, () => ({
    focus: () => editor.current?.focus(),
    insert: text => {
      const view = editor.current
      if (!view) return
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    replace: ({ from, to }, text) => {
      const view = editor.current
      if (!view) return
      const length = view.state.doc.length
      view.dispatch({
        changes: { from: Math.min(from, length), to: Math.min(to, length), insert: text },
        selection: { anchor: Math.min(from, length) + text.length },
      })
      view.focus()
    },
  }))

  return <div ref={holder} />
}
