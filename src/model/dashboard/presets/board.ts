/** What preset boards are made of: widgets without places, rows of metrics, variables. */

export type Language = 'en' | 'ko'
export type Words = { readonly en: string; readonly ko: string }

export interface PresetOptions {
  readonly language: Language
  readonly region: string
  /** What taking in a GiB of logs costs at CloudWatch (US dollars). */
  readonly dollarsPerGiB: number
}

export type Json = Readonly<Record<string, unknown>>
type Row = readonly unknown[]

export interface Board {
  readonly words: (words: Words) => string
  readonly metrics: (title: Words, rows: readonly Row[], more?: Json & { readonly size?: Size }) => Json
  readonly logs: (title: Words, query: string, more?: Json & { readonly size?: Size }) => Json
  readonly text: (words: Words, size?: Size) => Json
}
/** Columns of 24, and rows. */
export type Size = readonly [width: number, height: number]
const half: Size = [12, 6]

export function board({ language, region }: PresetOptions): Board {
  const words = (of: Words) => of[language]
  const placed = (type: string, [width, height]: Size, properties: Json) => ({ type, width, height, properties })
  return {
    words,
    metrics: (title, rows, { size = half, ...more } = {}) =>
      placed('metric', size, {
        title: words(title),
        region,
        view: 'timeSeries',
        stat: 'Average',
        period: 60,
        metrics: rows,
        ...more,
      }),
    logs: (title, query, { size = half, ...more } = {}) =>
      placed('log', size, { title: words(title), region, view: 'table', query, ...more }),
    text: (of, size = [24, 2]) => placed('text', size, { markdown: words(of), background: 'transparent' }),
  }
}

/** Small boxes with the newest value and a line under it. */
export const boxes = { view: 'singleValue', sparkline: true, size: [24, 3] } as const

/** Lines where it becomes tight, as everywhere in Mangru: yellow from 80 %, red from 90 %. */
export const tight = {
  annotations: {
    horizontal: [
      { value: 80, color: '#f2b705', label: '80 %' },
      { value: 90, color: '#d13212', label: '90 %', fill: 'above' },
    ],
  },
  yAxis: { left: { min: 0, max: 100 } },
} as const

export const fromZero = { yAxis: { left: { min: 0 } } } as const

/**
 * A choice by what a search finds. The text in the body is replaced, in dimensions and in searches alike, so that it is one of a kind:
 * `__cluster__`.
 */
export const choice = (id: string, label: string, search: string, populateFrom: string): Json => ({
  type: 'pattern',
  pattern: `__${id}__`,
  inputType: 'select',
  id,
  label,
  search,
  populateFrom,
  defaultValue: '__FIRST',
  visible: true,
})

/** What a label says of each series: `Dim.PodName`, `MetricName`. */
export const labelled = (property: string): string => `\${PROP('${property}')}`

/** The first `count` of what a search finds, the greatest first. `label`: of each. */
export const top = (search: string, statistic: string, label: string, count = 10): Row => [
  { expression: `SORT(SEARCH('${search}', '${statistic}'), AVG, DESC, ${count})`, label, id: 'top' },
]
/** All that a search finds. */
export const all = (search: string, statistic: string, label: string): Row => [
  { expression: `SEARCH('${search}', '${statistic}')`, label, id: 'all' },
]
