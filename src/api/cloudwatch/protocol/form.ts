/**
 * The form of AWS Query as a tree: `A.member.1.B=x` is `{ A: { member: { 1: { B: 'x' } } } }`. Everything is text; an operation's shape
 * makes lists, maps and numbers of it.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { type AwsError, notReadable } from './error.ts'

export interface FormTree {
  [name: string]: FormTree | string
}

const empty = (): FormTree => Object.create(null) as FormTree

export function readForm(form: string): Result<FormTree, AwsError> {
  const root = empty()
  let fields = 0
  for (let from = 0; from < form.length; ) {
    const to = form.indexOf('&', from)
    const pair = form.slice(from, to < 0 ? form.length : to)
    from = to < 0 ? form.length : to + 1
    if (pair === '') continue
    fields += 1
    if (fields > limits.awsFormFields) return err(notReadable('The form has too many fields'))
    const equals = pair.indexOf('=')
    const name = unescaped(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : unescaped(pair.slice(equals + 1))
    if (name === undefined || value === undefined) return err(notReadable('The form is not valid UTF-8'))
    if (!put(root, name, value)) return err(notReadable('The form names a field in two ways, or too deep'))
  }
  return ok(root)
}

function put(root: FormTree, name: string, value: string): boolean {
  const steps = name.split('.', limits.awsDepth + 1)
  if (steps.length > limits.awsDepth) return false
  const last = steps.pop() ?? ''
  let place = root
  for (const step of steps) {
    const below = place[step] ?? empty()
    if (typeof below === 'string') return false
    place[step] = below
    place = below
  }
  if (place[last] !== undefined) return false
  place[last] = value
  return true
}

function unescaped(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** `{ member: { 1: a, 2: b } }` in the order of its numbers; other values as they are. */
export function formList(value: unknown): unknown {
  if (value === '') return []
  return isTree(value) && isTree(value.member) ? inOrder(value.member) : value
}

/** `{ entry: { 1: { key, value } } }`; some services call the two otherwise. */
export function formMap(value: unknown, key = 'key', of = 'value'): unknown {
  if (value === '') return {}
  if (!isTree(value) || !isTree(value.entry)) return value
  const map = Object.create(null) as Record<string, unknown>
  for (const entry of inOrder(value.entry)) if (isTree(entry)) map[String(entry[key])] = entry[of]
  return map
}

export const isTree = (value: unknown): value is FormTree => typeof value === 'object' && value !== null

/** Numbers are the names that objects keep in order. */
const inOrder = (tree: FormTree): unknown[] =>
  Object.entries(tree).flatMap(([name, value]) => (/^\d{1,9}$/.test(name) ? [value] : []))
