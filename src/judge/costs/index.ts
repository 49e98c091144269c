/** The door of costs: what logs cost here and at CloudWatch, by group and workload, and what would save most. Pure. */
export { type HerePrices, kindOf, type MonthlyCost, monthlyCost, scanCost, type Volume } from './costs.ts'
export { type CloudWatchPrices, cloudWatchPrices, pricedRegions } from './prices.ts'
export { type GroupFacts, type Recommendation, recommend, type WorkloadFacts } from './recommend.ts'
export { type PodEvents, type StreamVolume, shareVolumes, type WorkloadVolume } from './shares.ts'
export { workloadOf } from './workload.ts'
