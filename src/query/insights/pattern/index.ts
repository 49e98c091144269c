/** Log patterns: lines that are alike, with their varying parts named. Serves `pattern`, `diff`, `anomaly` and `logcompare`. */
export { patternAnomalies } from './anomaly.ts'
export { diffPatterns } from './diff.ts'
export { createPatternMiner } from './miner.ts'
export type * from './types.ts'
