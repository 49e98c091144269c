/** The door: rounds of kill -9, for `bench/kills.ts` and for the suite. */
export { type Ledger, ledger, type Verdict } from './ledger.ts'
export { type KillOptions, type KillReport, killRounds } from './rounds.ts'
