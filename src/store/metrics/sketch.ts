/**
 * The values behind a roll-up, in buckets whose edges grow by 2 %: what a bucket says is off by 1 % of the value at the most, however
 * many samples it stands for, and buckets of any roll-ups add up without losing more. The same arithmetic in TypeScript and in SQL.
 */
import { type Sql, sql } from '../engine/index.ts'

/** Of the value: the most that a percentile out of roll-ups is off by. */
export const sketchError = 0.01

const growth = (1 + sketchError) / (1 - sketchError)
const logGrowth = Math.log(growth)
/** Of a bucket, by its upper edge: equally far from both edges, in proportion. */
const middle = 2 / (1 + growth)
/** Makes the number of any double's bucket positive, so that its sign can be the value's. */
const shift = 40_000

/** 0 for 0, else the number of the value's bucket under the value's sign: negative numbers are further down. */
export const bucketOf = (value: number): number =>
  value === 0 ? 0 : Math.sign(value) * (shift + Math.ceil(Math.log(Math.abs(value)) / logGrowth))

/** What a bucket stands for. */
export const bucketValue = (bucket: number): number =>
  bucket === 0 ? 0 : Math.sign(bucket) * Math.exp((Math.abs(bucket) - shift) * logGrowth) * middle

/** The bucket of a Float64 expression. */
export const bucketSql = (value: Sql): Sql =>
  sql`if(${value} = 0, toInt32(0), toInt32(sign(${value})) * (${shift} + toInt32(ceil(log(abs(${value})) / ${logGrowth}))))`

/** What a bucket (an Int32 expression) stands for. */
export const valueSql = (bucket: Sql): Sql =>
  sql`if(${bucket} = 0, 0., sign(${bucket}) * exp((abs(${bucket}) - ${shift}) * ${logGrowth}) * ${middle})`
