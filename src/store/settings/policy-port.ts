/** Policies in the settings: of log groups (field indexes, data protection), and resource policies, which are kept and shown. */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

export type GroupPolicyKind = 'index' | 'data-protection'

export interface GroupPolicy {
  readonly groupId: number
  readonly kind: GroupPolicyKind
  /** JSON, as it was put. */
  readonly document: string
  readonly changedAt: Instant
}

export interface ResourcePolicy {
  readonly name: string
  readonly document: string
  /** Changes with each put. */
  readonly revision: string
  readonly changedAt: Instant
}

export interface PolicySettings {
  /** Makes or changes. */
  putGroupPolicy(policy: GroupPolicy): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  /** Of these groups, those that have one. Absent: of all groups. */
  groupPolicies(
    kind: GroupPolicyKind,
    groupIds?: readonly number[],
  ): Promise<Result<readonly GroupPolicy[], SettingsError>>
  removeGroupPolicy(
    groupId: number,
    kind: GroupPolicyKind,
  ): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>

  /** Makes or changes. `expected`: only when this is the revision that stands. */
  putResourcePolicy(
    policy: ResourcePolicy,
    expected?: string,
  ): Promise<Result<void, SettingsError | { readonly code: 'too-many' } | { readonly code: 'another-revision' }>>
  /** By name. */
  resourcePolicies(query: {
    readonly after?: string
    readonly limit: number
  }): Promise<Result<readonly ResourcePolicy[], SettingsError>>
  removeResourcePolicy(name: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
}
