/** The door of bands: what a metric is expected to be, learnt from what it was. */
export { bandOf } from './band.ts'
export type { BandModel, BandTraining, Training } from './model.ts'
export { type TrainingOptions, type TrainingPoint, train } from './train.ts'
