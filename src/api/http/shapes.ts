/** The shape of everything that comes in, one zod schema each; nothing goes further unread. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { logFieldNames, ok, retentionChoices } from '../../model/index.ts'
import { clusterWord, count, laterEnd, queryTime } from './shape-parts.ts'
import { type Asked, invalid } from './trouble.ts'

/** The value, or what is wrong with the first field that is. */
export function readShape<T extends z.ZodType>(shape: T, value: unknown): Asked<z.output<T>> {
  const read = shape.safeParse(value)
  if (read.success) return ok(read.data)
  const issue = read.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  return invalid(issue?.message ?? 'The request cannot be read.', field === '' ? undefined : { field })
}

const groupName = z.string().min(1).max(512)
const streamName = z.string().min(1).max(512)
const time = z.number().int().min(0).max(limits.lastInstant)

const filterShape = z.object({
  field: z.enum([...logFieldNames, 'word'] as const),
  value: z.string().max(limits.selectionFilterLength),
  exclude: z.boolean().exactOptional(),
})

const podWord = clusterWord.min(1)
export const podSelectorShape = z
  .object({
    ...{ cluster: podWord.exactOptional(), namespace: podWord.exactOptional() },
    ...{ workload: podWord.exactOptional(), labels: podWord.exactOptional() },
    containers: z.array(podWord).max(limits.chosenContainers).exactOptional(),
    previous: z.boolean().exactOptional(),
  })
  .refine(({ namespace, workload, labels }) => (namespace ?? workload ?? labels) !== undefined, {
    message: 'A workload, labels or a namespace is needed.',
  })

/** What follows need not say when. Groups need not be named where pods are. */
const timeless = z.object({
  groups: z.array(groupName).max(limits.selectedGroups).default([]),
  pods: podSelectorShape.exactOptional(),
  streams: z.array(streamName).max(limits.selectedStreams).exactOptional(),
  streamPrefix: z.string().max(512).exactOptional(),
  pattern: z.string().max(limits.filterPatternLength).exactOptional(),
  filters: z.array(filterShape).max(limits.selectionFilters).exactOptional(),
})

const named = {
  test: (asked: { readonly groups: readonly string[]; readonly pods?: unknown }) =>
    asked.groups.length > 0 || asked.pods !== undefined,
  words: { message: 'At least one group is needed, or pods.', path: ['groups'] },
}
export const timelessShape = timeless.refine(named.test, named.words)

const timed = timeless.extend({ from: time, to: time, unmask: z.boolean().exactOptional() })

export const selectionShape = timed.refine(named.test, named.words).refine(laterEnd.test, laterEnd.words)
export const searchShape = timed
  .extend({
    order: z.enum(['newest', 'oldest']),
    limit: z.number().int().min(1).max(limits.searchEvents),
    after: z.string().max(64).exactOptional(),
  })
  .refine(named.test, named.words)
  .refine(laterEnd.test, laterEnd.words)
export const histogramShape = timed
  .extend({ bars: z.number().int().min(1).max(limits.histogramBars).default(120) })
  .refine(named.test, named.words)
  .refine(laterEnd.test, laterEnd.words)
export const facetsShape = timed
  .extend({ top: z.number().int().min(1).max(limits.facetValues).default(10) })
  .refine(named.test, named.words)
  .refine(laterEnd.test, laterEnd.words)

export const contextShape = z.object({
  group: groupName,
  id: z.string().max(64),
  before: count(0, limits.contextEvents, 20),
  after: count(0, limits.contextEvents, 20),
})

/** A selection in the query is JSON text there. */
const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'This is no JSON.' })
    return z.NEVER
  }
})
export const followShape = z.object({ selection: jsonText.pipe(timelessShape) })
export const downloadShape = z.object({
  selection: jsonText.pipe(selectionShape),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  order: z.enum(['newest', 'oldest']).default('oldest'),
})

export const groupsShape = z.object({
  contains: z.string().max(512).default(''),
  after: z.string().max(512).exactOptional(),
  limit: count(1, limits.apiPageCount, 50),
})
const retentionDays = z.number().refine(days => retentionChoices.includes(days), {
  message: `Retention is one of ${retentionChoices.join(', ')} days, or none.`,
})
export const newGroupShape = z.object({
  name: z
    .string()
    .regex(/^[\w.\-/#]{1,512}$/, { message: 'A group name has 1 to 512 letters, digits and _ - / . # only.' })
    .refine(name => !name.startsWith('aws/'), { message: 'Names that start with aws/ are reserved.' }),
  retentionDays: retentionDays.nullable().exactOptional(),
})
export const namedShape = z.object({ name: groupName })
export const retentionShape = z.object({ name: groupName, retentionDays: retentionDays.nullable() })

export const streamsShape = z.object({
  group: groupName,
  prefix: z.string().max(512).default(''),
  order: z.enum(['name', 'last-event']).default('name'),
  after: z.string().max(600).exactOptional(),
  limit: count(1, limits.apiPageCount, 50),
})

export const patternShape = z.object({
  pattern: z.string().max(limits.filterPatternLength),
  messages: z.array(z.string()).max(limits.patternMessages).default([]),
})

export const queryRequestShape = z.object({
  query: z.string().max(limits.insightsQueryLength),
  groups: z.array(groupName).max(limits.queryGroups),
  from: time,
  to: time,
  limit: z.number().int().min(1).max(limits.insightsLimitRows).exactOptional(),
})
export const queryCheckShape = z.object({ query: z.string().max(limits.insightsQueryLength) })
export const queriesShape = z.object({ limit: count(1, limits.apiPageCount, 50) })
export const queryIdShape = z.object({ id: z.string().min(1).max(256) })
export const queryRecordShape = z.object({ ptr: z.string().max(256) })
export const queryFieldsShape = z.object({
  group: z.union([groupName.transform(name => [name]), z.array(groupName).min(1).max(limits.queryGroups)]),
  at: queryTime.exactOptional(),
})
const keepable = (text: string) => text.isWellFormed() && !text.includes('\0')
export const savedQueryShape = z.object({
  id: z.string().min(1).max(256).exactOptional(),
  name: z.string().min(1).max(255).refine(keepable, { message: 'The name holds a character that cannot be kept.' }),
  query: z.string().min(1).max(limits.insightsQueryLength),
  groups: z.array(groupName).max(limits.queryGroups),
  parameters: z
    .array(
      z.object({
        name: z.string().regex(/^[a-zA-Z_]\w{0,127}$/, { message: 'A parameter has letters, digits and _ only.' }),
        defaultValue: z.string().max(1_024).exactOptional(),
        description: z.string().max(512).exactOptional(),
      }),
    )
    .max(limits.queryParameters),
})
export const savedIdShape = z.object({ id: z.string().min(1).max(256) })

export const loginShape = z.union([
  z.object({ token: z.string().min(1).max(256) }),
  z.object({ accessKeyId: z.string().min(1).max(256), secretAccessKey: z.string().min(1).max(256) }),
])

export const costsShape = z.object({ days: count(1, limits.costDays, 30) })

export const ledgerShape = z.object({
  group: groupName.exactOptional(),
  after: z.coerce.number().int().min(0).max(limits.ledgerSources).exactOptional(),
  limit: z.coerce.number().int().min(1).max(limits.ledgerPage).exactOptional(),
})
