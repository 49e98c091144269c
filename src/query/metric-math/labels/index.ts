/** Labels of results: the default ones and `${…}` in those that are given. */
export { defaultLabels, type Labelled } from './default-labels.ts'
export { fillLabel, type LabelContext, type LabelSubject, readTimezone } from './fill.ts'
export { expressionLabels, type LabelledResult, type LabelQuery, metricLabel } from './result-labels.ts'
export { isDynamic, type LabelPiece, type LabelWord, labelProperties, labelWords, readLabel } from './template.ts'
