/** What differs between two values of JSON, as paths with what stood there before and after: made for people who ask what changed. Pure. */

/** `before`, `after`: undefined where there was nothing. */
export interface Difference {
  /** `spec.template.spec.containers[web].image`; a part with other letters than names have is quoted: `labels["a/b"]`. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

/** In the order in which `after` has them, then those that are gone. Items of a list are told apart by a name of their own where they have one. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = []
  compare('', before, after, found)
  return found
}

function compare(path: string, before: unknown, after: unknown, found: Difference[]): void {
  if (Object.is(before, after)) return
  if (isRecord(before) && isRecord(after)) {
    for (const key of keysOf(before, after)) compare(within(path, key), own(before, key), own(after, key), found)
    return
  }
  if (Array.isArray(before) && Array.isArray(after)) compareLists(path, before, after, found)
  else if (JSON.stringify(before) !== JSON.stringify(after)) found.push({ path, before, after })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const own = (record: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined
const keysOf = (before: object, after: object): ReadonlySet<string> =>
  new Set([...Object.keys(after), ...Object.keys(before)])
const within = (path: string, key: string): string => {
  const plain = /^[\w-]+$/.test(key)
  if (!plain) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

/** What lists of Kubernetes are merged by, the surest first. */
const marks = ['name', 'type', 'containerPort', 'mountPath', 'key', 'uid', 'ip'] as const

function compareLists(path: string, before: readonly unknown[], after: readonly unknown[], found: Difference[]): void {
  const mark = marks.find(one => isMarked(before, one) && isMarked(after, one))
  if (mark === undefined) {
    for (let at = 0; at < Math.max(before.length, after.length); at += 1)
      compare(`${path}[${at}]`, before[at], after[at], found)
    return
  }
  const was = byMark(before, mark)
  const is = byMark(after, mark)
  for (const name of new Set([...is.keys(), ...was.keys()]))
    compare(`${path}[${name}]`, was.get(name), is.get(name), found)
}

/** Each item has one, and no two the same. An empty list is marked by anything. */
function isMarked(items: readonly unknown[], mark: string): boolean {
  const names = items.map(item => (isRecord(item) ? own(item, mark) : undefined))
  return names.every(isName) && new Set(names).size === names.length
}
const isName = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'
const byMark = (items: readonly unknown[], mark: string): ReadonlyMap<string, unknown> =>
  new Map(items.map(item => [String((item as Readonly<Record<string, unknown>>)[mark]), item]))
