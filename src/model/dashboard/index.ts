/** Dashboards in CloudWatch's JSON: what they say, what is wrong with them, and what they ask for. Pure; for the server and the page. */
export type * from './types.ts'
