/** The door: how benches put lines in and ask for them. */
export { type Found, histogram, search } from './ask.ts'
export { type Filled, fill, fullBatch, group, lastDay, openKey, place } from './fill.ts'
export { type Asked, insightsQuery } from './insights-query.ts'
export { type OverloadOptions, type OverloadReport, overload } from './overload.ts'
export { type PumpOptions, type PumpReport, pump } from './pump.ts'
