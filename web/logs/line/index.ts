/** The door of the lines: the list, a line, what it holds. */
export { useContextLines } from './context.tsx'
export { Details } from './details.tsx'
export { Lines, type LinesProps } from './lines.tsx'
export { summarize } from './summary.ts'
