/** What a preset alarm is: a condition on the metrics of Container Insights, with a name and a reason for people. */

export type Language = 'en' | 'ko'
export type Words = Readonly<Record<Language, string>>

export type PresetTopic = 'nodes' | 'pods' | 'workloads' | 'storage' | 'control-plane'

export interface AlarmPreset {
  /** Never changes: alarms that were made of it bear it as a tag. */
  readonly id: string
  readonly topic: PresetTopic
  /** What is so when it fires; an alarm is called `CLUSTER: this`. */
  readonly title: Words
  /** Why anybody should care, and what it does not say. */
  readonly why: Words
  /** Made by "make all": what is rarely wrong and always worth a look. */
  readonly suggested: boolean
  /** A managed control plane hides what it is about: it is not offered there. */
  readonly unmanagedOnly?: boolean
  /** The first of these whose metrics are all stored is watched. */
  readonly watches: readonly PresetWatch[]
}

/** What is watched, and when it is too much. Periods are seconds. */
export interface PresetWatch {
  /** The greatest of these metrics counts. */
  readonly metrics: readonly [string, ...string[]]
  /** One state for each combination of these dimensions beside the cluster's; empty: one for the cluster. */
  readonly each: readonly string[]
  readonly statistic: 'Maximum' | 'Minimum' | 'Sum'
  readonly period: number
  readonly periods: number
  readonly toAlarm: number
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold'
  readonly threshold: number
  readonly missing: 'missing' | 'notBreaching'
}
