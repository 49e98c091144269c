/** Whether labels are chosen by a selector, as the API decides it. */
import type { LabelSelector } from './object.ts'

type Labels = Readonly<Record<string, string>>

/** An empty selector chooses everything, an absent one nothing. An operator that nobody knows chooses nothing. */
export function selects(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false
  const has = labels ?? {}
  if (!selectsByLabels(selector.matchLabels ?? {}, has)) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = Object.hasOwn(has, key) ? has[key] : undefined
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value)
      case 'NotIn':
        return value === undefined || !values.includes(value)
      case 'Exists':
        return value !== undefined
      case 'DoesNotExist':
        return value === undefined
      default:
        return false
    }
  })
}

/** The plain form, as of a Service or a node selector: every label must be there. */
export function selectsByLabels(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
}
