/** The ports of CloudWatch Logs with queries among them. */
import type { LogsPorts } from '../context.ts'
import type { QueryDeps } from './deps.ts'

export type QueryPorts = LogsPorts & { readonly queries: QueryDeps }
