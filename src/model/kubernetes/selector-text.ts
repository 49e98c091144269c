/** A label selector as people write it for kubectl, and as the API takes it in a query: `app=web,tier in (a, b),!canary`. */
import { err, ok, type Result } from '../result.ts'
import type { LabelSelector } from './object.ts'

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number]

const key = '([A-Za-z0-9](?:[A-Za-z0-9_./-]{0,315}[A-Za-z0-9])?)'
const value = '([A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?|)'
const equal = new RegExp(`^${key}\\s*(==|=|!=)\\s*${value}$`)
const within = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`)
const there = new RegExp(`^(!?)\\s*${key}$`)
const wholeValue = new RegExp(`^${value}$`)

/** The part that cannot be read is the error. An empty text chooses everything. */
export function readLabelSelector(text: string): Result<LabelSelector, string> {
  const matchExpressions: Requirement[] = []
  if (text.trim() === '') return ok({ matchExpressions })
  for (const part of partsOf(text)) {
    const requirement = readRequirement(part.trim())
    if (requirement === undefined) return err(part.trim())
    matchExpressions.push(requirement)
  }
  return ok({ matchExpressions })
}

/** Commas within parentheses part values, not requirements. */
const partsOf = (text: string): readonly string[] => text.split(/,(?![^(]*\))/)

function readRequirement(part: string): Requirement | undefined {
  const [, name = '', sign, wanted = ''] = equal.exec(part) ?? []
  if (sign !== undefined) return { key: name, operator: sign === '!=' ? 'NotIn' : 'In', values: [wanted] }
  const [, label = '', word, list = ''] = within.exec(part) ?? []
  if (word !== undefined) {
    const values = list.split(',').map(one => one.trim())
    if (!values.every(one => wholeValue.test(one))) return undefined
    return { key: label, operator: word === 'in' ? 'In' : 'NotIn', values }
  }
  const [, not, only] = there.exec(part) ?? []
  return only === undefined ? undefined : { key: only, operator: not === '!' ? 'DoesNotExist' : 'Exists' }
}
