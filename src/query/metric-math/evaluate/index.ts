/** What expressions come to: values on a grid, operators, functions. */
export {
  type Band,
  defaultDeviations,
  evaluateExpression,
  MathTooLarge,
  type MathWorld,
  seriesValue,
} from './evaluate.ts'
export { type Fold, foldPoints } from './fold.ts'
export { emptyPoints, type Grid, type Points, pointsOn, readingGrid, valuesOn } from './grid.ts'
export { type Line, list, type SeriesFacts, single, type Value } from './value.ts'
