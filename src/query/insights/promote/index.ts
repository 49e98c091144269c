/** Fields of messages that get columns of their own: which, and the work of making them. */
export { type Candidate, type Choice, chooseFields } from './choose.ts'
export { openPromoter, type Promoter, type PromoterOptions } from './promoter.ts'
