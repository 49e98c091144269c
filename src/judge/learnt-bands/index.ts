/** The door of learnt bands: what metrics are expected to be, learnt from the store and remembered for an hour. */
export { type LearntBandsOptions, learntBands } from './learnt-bands.ts'
