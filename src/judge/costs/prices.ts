/**
 * What CloudWatch Logs charges, by region: US dollars per GB (2^30 bytes, as AWS bills) from AWS's public price list of the date below.
 * Data that stays is billed compressed, as AWS states for planning: 0.15 of what was sent. Each event counts 26 bytes more than its message.
 */

export interface CloudWatchPrices {
  readonly region: string
  /** The day of the price list, `2025-04-30`. */
  readonly asOf: string
  readonly ingestPerGiB: number
  /** For groups of the class INFREQUENT_ACCESS. */
  readonly ingestInfrequentPerGiB: number
  readonly storePerGiBMonth: number
  readonly scanPerGiB: number
}

export const pricesAsOf = '2025-04-30'
export const storedCompression = 0.15
export const eventOverhead = 26

/** Ingest (standard), ingest (infrequent access), keep for a month, scan by Logs Insights. */
const table: Readonly<Record<string, readonly [number, number, number, number]>> = {
  'af-south-1': [0.678, 0.339, 0.036, 0.0068],
  'ap-east-1': [0.8, 0.4, 0.03, 0.008],
  'ap-northeast-1': [0.76, 0.38, 0.033, 0.0076],
  'ap-northeast-2': [0.76, 0.38, 0.0314, 0.0076],
  'ap-northeast-3': [0.76, 0.38, 0.033, 0.0076],
  'ap-south-1': [0.67, 0.335, 0.03, 0.0067],
  'ap-south-2': [0.67, 0.335, 0.03, 0.0067],
  'ap-southeast-1': [0.7, 0.35, 0.03, 0.007],
  'ap-southeast-2': [0.67, 0.335, 0.033, 0.0067],
  'ap-southeast-3': [0.7, 0.35, 0.03, 0.007],
  'ap-southeast-4': [0.67, 0.335, 0.033, 0.0067],
  'ap-southeast-5': [0.5, 0.25, 0.03, 0.005],
  'ap-southeast-7': [0.5, 0.25, 0.03, 0.005],
  'ca-central-1': [0.55, 0.275, 0.033, 0.0055],
  'ca-west-1': [0.55, 0.275, 0.033, 0.0055],
  'eu-central-1': [0.63, 0.315, 0.0324, 0.0063],
  'eu-central-2': [0.69, 0.345, 0.0356, 0.0069],
  'eu-north-1': [0.54, 0.27, 0.028, 0.0054],
  'eu-south-1': [0.6, 0.3, 0.032, 0.006],
  'eu-south-2': [0.57, 0.285, 0.03, 0.0057],
  'eu-west-1': [0.57, 0.285, 0.03, 0.0057],
  'eu-west-2': [0.5985, 0.299, 0.0315, 0.0059],
  'eu-west-3': [0.5985, 0.299, 0.0315, 0.0059],
  'il-central-1': [0.5, 0.25, 0.03, 0.005],
  'me-central-1': [0.63, 0.315, 0.033, 0.0063],
  'me-south-1': [0.63, 0.315, 0.03, 0.0063],
  'mx-central-1': [0.5, 0.25, 0.03, 0.005],
  'sa-east-1': [0.9, 0.45, 0.0408, 0.009],
  'us-east-1': [0.5, 0.25, 0.03, 0.005],
  'us-east-2': [0.5, 0.25, 0.03, 0.005],
  'us-west-1': [0.67, 0.335, 0.033, 0.0067],
  'us-west-2': [0.5, 0.25, 0.03, 0.005],
}

export const pricedRegions: readonly string[] = Object.keys(table)

/** Undefined for a region that the list does not know. */
export function cloudWatchPrices(region: string): CloudWatchPrices | undefined {
  const row = Object.hasOwn(table, region) ? table[region] : undefined
  if (row === undefined) return undefined
  const [ingestPerGiB, ingestInfrequentPerGiB, storePerGiBMonth, scanPerGiB] = row
  return { region, asOf: pricesAsOf, ingestPerGiB, ingestInfrequentPerGiB, storePerGiBMonth, scanPerGiB }
}
