/** The answer of `| pattern`: each pattern with its share and severity; opened, its tokens with their most frequent values. */
import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import type { ApiQueryAnswer, LogLevel } from '../../../src/model/index.ts'
import type { Query } from '../../../src/query/insights/index.ts'
import { Bars } from '../../chart/index.ts'
import { showCount, showShare } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { LevelSign } from '../../logs/index.ts'
import { paths } from '../../paths.ts'
import { explainCode, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { linesOfPattern, valuesOfToken } from '../ask.ts'
import { useRun } from '../use-run.ts'
import { numberOf } from './grouping.ts'
import { filterPatternOf, type PatternPart, partsOf } from './pattern-text.ts'
import classes from './patterns.module.css'
import type { ResultProps } from './props.ts'

interface Pattern {
  readonly text: string
  readonly share: number
  readonly count: number
  readonly severity: string
  /** What `diff` and `anomaly` add, by column. */
  readonly more: readonly (readonly [string, string])[]
}

const known = new Set(['@pattern', '@ratio', '@sampleCount', '@severityLabel', '@tokens', '@ptr'])

function patternsOf(answer: ApiQueryAnswer): Pattern[] {
  const column = (name: string) => answer.columns.indexOf(name)
  return answer.rows.map(({ values }) => ({
    text: values[column('@pattern')] ?? '',
    share: numberOf(values[column('@ratio')]) ?? 0,
    count: numberOf(values[column('@sampleCount')]) ?? 0,
    severity: values[column('@severityLabel')] ?? '',
    more: answer.columns.flatMap((name, at) => {
      const value = values[at]
      return known.has(name) || value === null || value === undefined ? [] : [[name, value] as const]
    }),
  }))
}

const levels: Readonly<Record<string, LogLevel>> = {
  fatal: 'FATAL',
  critical: 'FATAL',
  error: 'ERROR',
  warning: 'WARN',
  warn: 'WARN',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
}

export function Patterns({ view, change, answer, query, ask }: ResultProps) {
  const words = useWords()
  const time = useTimeView()
  const patterns = patternsOf(answer)
  const most = Math.max(...patterns.map(one => one.share), Number.MIN_VALUE)
  return (
    <ul className={classes.patterns} aria-label={words.insights.shapes.patterns}>
      {patterns.map((pattern, place) => {
        const id = `#${place}`
        const open = view.open === id
        const lines = query && linesOfPattern(view.query, query, pattern.text, false)
        const without = query && linesOfPattern(view.query, query, pattern.text, true)
        return (
          <li key={id}>
            <button
              type="button"
              className={classes.head}
              aria-expanded={open}
              onClick={() => change(before => ({ ...before, open: open ? undefined : id }), 'replace')}
            >
              {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
              <span className={classes.share}>
                <span className={classes.track} aria-hidden>
                  <span style={{ width: `${(100 * pattern.share) / most}%` }} />
                </span>
                {showShare(pattern.share)}
              </span>
              <span className={classes.count}>{showCount(pattern.count)}</span>
              <LevelSign level={levels[pattern.severity.toLowerCase()] ?? ''} />
              <span className={classes.text}>
                <PatternText parts={partsOf(pattern.text)} />
              </span>
              {pattern.more.map(([name, value]) => (
                <span key={name} className={classes.more} title={name}>
                  {value}
                </span>
              ))}
            </button>
            {open && (
              <div className={classes.open}>
                <div className={classes.ways}>
                  {lines && (
                    <Button variant="default" size="compact-xs" onClick={() => ask(lines)}>
                      {words.insights.patternLines}
                    </Button>
                  )}
                  {without && (
                    <Button variant="default" size="compact-xs" onClick={() => ask(without)}>
                      {words.insights.patternWithout}
                    </Button>
                  )}
                  {view.groups[0] !== undefined && filterPatternOf(pattern.text) !== '' && (
                    <Link
                      {...paths.group(
                        { name: view.groups[0], tab: 'filters', edit: '', pattern: filterPatternOf(pattern.text) },
                        time,
                      )}
                      className={classes.link}
                    >
                      {words.insights.makeFilter}
                    </Link>
                  )}
                </div>
                <Tokens pattern={pattern.text} text={view.query} groups={view.groups} query={query} />
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const PatternText = ({ parts }: { readonly parts: readonly PatternPart[] }) =>
  parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in order
    <Fragment key={at}>{part.kind === 'token' ? <em>{part.text.slice(1, -1)}</em> : part.text}</Fragment>
  ))

/** Types whose values are hardly ever alike: not what a reader wants to see first. */
const allDiffer = new Set(['Time', 'Hex', 'UUID', 'Uuid'])

interface TokensProps {
  readonly pattern: string
  readonly text: string
  readonly groups: readonly string[]
  readonly query: Query | undefined
}

function Tokens({ pattern, text, groups, query }: TokensProps) {
  const words = useWords()
  const tokens = partsOf(pattern).filter(part => part.kind === 'token')
  const [chosen, setChosen] = useState(() => (tokens.find(token => !allDiffer.has(token.type)) ?? tokens[0])?.number)
  if (tokens.length === 0) return <p className={classes.dim}>{words.insights.noTokens}</p>
  const question = query && chosen !== undefined ? valuesOfToken(text, query, pattern, chosen) : undefined
  return (
    <>
      <div className={classes.tokens} role="group" aria-label={words.insights.tokens}>
        <span>{words.insights.tokens}</span>
        {tokens.map(token => (
          <button
            key={token.number}
            type="button"
            aria-pressed={token.number === chosen}
            onClick={() => setChosen(token.number)}
          >
            {token.text.slice(1, -1)}
          </button>
        ))}
      </div>
      {question && <TokenValues question={question} groups={groups} />}
    </>
  )
}

function TokenValues({ question, groups }: { readonly question: string; readonly groups: readonly string[] }) {
  const words = useWords()
  const time = useTime()
  const { from, to } = time.resolved
  const run = useRun({ query: question, groups, from, to: to - 1 }, time.asOf)
  const { answer, error, phase } = run.state
  if (phase === 'failed')
    return <Trouble inline message={explainCode(words, error?.code ?? '', error?.message ?? '')} />
  if (!answer) return <Waiting rows={4} />
  const [value, count] = ['value', 'n'].map(name => answer.columns.indexOf(name))
  if (answer.rows.length === 0) return <p className={classes.dim}>{words.insights.noValues}</p>
  return (
    <Bars
      label={words.insights.tokenValues}
      categories={answer.rows.map(row => ({
        label: row.values[value!] ?? words.field.empty,
        values: [numberOf(row.values[count!])],
      }))}
      names={[words.insights.lines]}
      show={showCount}
    />
  )
}
