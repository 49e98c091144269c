/** The field of an expression: metric math, SEARCH or Metrics Insights SQL, told apart by how the text begins. */
import { autocompletion, closeCompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, type Language, LanguageSupport, LRLanguage } from '@codemirror/language'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { CompileError } from '../../../src/query/metric-math/index.ts'
import { metricMathParser } from '../../../src/query/metric-math/language/editor/index.ts'
import { metricsInsightsParser } from '../../../src/query/metrics-insights/editor/index.ts'
import { isMetricsInsights } from '../../../src/query/metrics-insights/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { look } from '../../insights/editor/look.ts'
import { marks, setMarks } from '../../insights/editor/marks.ts'
import { sayExpressionFault } from '../fault.ts'
import { completing, type Knowledge } from './completion.ts'

export interface ExpressionEditorProps {
  readonly value: string
  readonly label: string
  /** Of `value`. */
  readonly problem: CompileError | undefined
  readonly known: Omit<Knowledge, 'language'>
  readonly change: (text: string) => void
  readonly autoFocus?: boolean
}

const math = LRLanguage.define({ name: 'metric-math', parser: metricMathParser })
const sql = LRLanguage.define({ name: 'metrics-insights', parser: metricsInsightsParser })
const languageOf = (text: string): Language => (isMetricsInsights(text) ? sql : math)

/** Milliseconds without typing before what was typed counts. */
const typingPause = 400

const slim = EditorView.theme({
  '&': { maxHeight: '180px' },
  '.cm-content': { minHeight: '22px', padding: '4px 0' },
})

export default function ExpressionEditor({ value, label, problem, known, change, autoFocus }: ExpressionEditorProps) {
  const { words, language } = useLanguage()
  const holder = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(undefined)
  const told = useRef<Compartment>(undefined)
  const latest = useRef({ change, known: { ...known, language } })
  latest.current = { change, known: { ...known, language } }

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told below
  useEffect(() => {
    const labels = new Compartment()
    const spoken = new Compartment()
    told.current = labels
    let timer: ReturnType<typeof setTimeout> | undefined
    let current = languageOf(value)
    const tell = () => {
      clearTimeout(timer)
      latest.current.change(view.state.doc.toString())
      return true
    }
    const settle = () => {
      closeCompletion(view)
      return tell()
    }
    const view = new EditorView({
      parent: holder.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: settle }])),
          history(),
          drawSelection(),
          bracketMatching(),
          autocompletion({ override: [completing(() => latest.current.known)], activateOnTyping: true }),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.updateListener.of(update => {
            if (!update.docChanged) return
            const wanted = languageOf(update.state.doc.toString())
            if (wanted !== current) {
              current = wanted
              queueMicrotask(() => view.dispatch({ effects: spoken.reconfigure(new LanguageSupport(wanted)) }))
            }
            clearTimeout(timer)
            timer = setTimeout(tell, typingPause)
          }),
          EditorView.domEventHandlers({ blur: () => void tell() }),
          spoken.of(new LanguageSupport(current)),
          marks,
          slim,
          look,
          labels.of([]),
        ],
      }),
    })
    editor.current = view
    if (autoFocus) view.focus()
    return () => {
      clearTimeout(timer)
      view.destroy()
    }
  }, [])

  useEffect(() => {
    editor.current?.dispatch({
      effects: told.current!.reconfigure([
        placeholder(words.metrics.expressionHint),
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
      ]),
    })
  }, [words, label])

  useEffect(() => {
    const view = editor.current
    // What is being typed is newer than what the address holds.
    if (view && !view.hasFocus && view.state.doc.toString() !== value)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() !== value) return
    view.dispatch({
      effects: setMarks.of(
        problem === undefined || value.trim() === ''
          ? []
          : [{ kind: 'error' as const, span: problem.span, message: sayExpressionFault(words, problem) }],
      ),
    })
  }, [problem, value, words])

  return <div ref={holder} />
}
