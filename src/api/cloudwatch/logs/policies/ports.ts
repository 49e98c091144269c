/** The ports of CloudWatch Logs with policies among them. */
import type { LogsPorts } from '../context.ts'
import type { PolicyDeps } from './deps.ts'

export type PolicyPorts = LogsPorts & { readonly policies: PolicyDeps }
