/** Lookup tables: CSV with a header row, kept whole and given back as it came; queries read them by name. */
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import { readLookupTable } from '../../../../query/jobs/index.ts'
import type { LookupTable } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  type Checked,
  clientError,
  integer,
  invalidParameter,
  type Operation,
  operation,
  structure,
  text,
} from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { kmsKeyId, nextToken, tags } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

const namePattern = { text: '^[a-zA-Z0-9_]+$', regex: /^[a-zA-Z0-9_]+$/ }
const tableName = text({ min: 1, max: 256, pattern: namePattern })
const description = text({ min: 0, max: 1_024 })
const tableBody = text({ min: 1, max: limits.lookupTableBytes })
const lookupTableArn = text()

const createShape = structure({ lookupTableName: tableName, description, tableBody, kmsKeyId, tags }, [
  'lookupTableName',
  'tableBody',
])

export const createLookupTable = ({ queries, clock }: QueryPorts): Operation => ({
  ...operation('operate', createShape, async (input, call) => {
    if (input.tags != null) return err(refusals.noTags)
    const now = clock.now()
    const table = tableOf(input.lookupTableName, input)
    if (!table.ok) return table
    const body = await compress(Buffer.from(input.tableBody))
    const made = await queries.kept.lookups.create({ ...table.value, createdAt: now, changedAt: now }, body)
    if (made.ok) return ok({ lookupTableArn: arnOf(call, input.lookupTableName), createdAt: now })
    if (made.error.code === 'exists') return err(refusals.exists)
    return err(made.error.code === 'too-many' ? refusals.tooMany : settingsTrouble(made.error))
  }),
  bodyBytes: limits.lookupRequestBytes,
})

const updateShape = structure({ lookupTableArn, description, tableBody, kmsKeyId }, ['lookupTableArn', 'tableBody'])

export const updateLookupTable = ({ queries, clock }: QueryPorts): Operation => ({
  ...operation('operate', updateShape, async (input, call) => {
    const before = await find(queries, input.lookupTableArn, call)
    if (!before.ok) return before
    const { name, createdAt, details } = before.value
    const table = tableOf(name, {
      tableBody: input.tableBody,
      description: input.description ?? details.description,
      kmsKeyId: input.kmsKeyId ?? details.kmsKeyId,
    })
    if (!table.ok) return table
    const changedAt = clock.now()
    const body = await compress(Buffer.from(input.tableBody))
    const replaced = await queries.kept.lookups.replace({ ...table.value, createdAt, changedAt }, body)
    if (replaced.ok) return ok({ lookupTableArn: arnOf(call, name), lastUpdatedTime: changedAt })
    return err(replaced.error.code === 'missing' ? refusals.missing : settingsTrouble(replaced.error))
  }),
  bodyBytes: limits.lookupRequestBytes,
})

export const getLookupTable = ({ queries }: QueryPorts): Operation =>
  operation('ask', structure({ lookupTableArn }, ['lookupTableArn']), async (input, call) => {
    const table = await find(queries, input.lookupTableArn, call)
    if (!table.ok) return table
    const { name, changedAt, details } = table.value
    const body = await queries.kept.lookups.body(name)
    if (!body.ok) return err(settingsTrouble(body.error))
    if (body.value === undefined) return err(refusals.missing)
    return ok({
      lookupTableArn: arnOf(call, name),
      lookupTableName: name,
      description: details.description,
      tableBody: (await decompress(body.value)).toString(),
      sizeBytes: details.sizeBytes,
      lastUpdatedTime: changedAt,
      kmsKeyId: details.kmsKeyId,
    })
  })

export const deleteLookupTable = ({ queries }: QueryPorts): Operation =>
  operation('operate', structure({ lookupTableArn }, ['lookupTableArn']), async (input, call) => {
    const table = await find(queries, input.lookupTableArn, call)
    if (!table.ok) return table
    const removed = await queries.kept.lookups.remove(table.value.name)
    if (removed.ok) return ok({})
    return err(removed.error.code === 'missing' ? refusals.missing : settingsTrouble(removed.error))
  })

const describeShape = structure({
  lookupTableNamePrefix: tableName,
  maxResults: integer({ min: 1, max: 100 }),
  nextToken,
})

export const describeLookupTables = ({ queries, clock }: QueryPorts): Operation =>
  operation('ask', describeShape, async ({ lookupTableNamePrefix: prefix, maxResults, nextToken }, call) => {
    const question = ['DescribeLookupTables', prefix]
    const now = clock.now()
    const after = nextToken ? readPagingToken(nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = maxResults ?? limits.describeCount
    const found = await queries.kept.lookups.tables({
      limit: limit + 1,
      ...(prefix == null ? {} : { prefix }),
      ...(after === undefined ? {} : { after: after.value[0] as string }),
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = found.value.length > limit ? page.at(-1) : undefined
    return ok({
      lookupTables: page.map(table => item(table, call)),
      nextToken: last && pagingToken([last.name], question, now),
    })
  })

const item = ({ name, changedAt, details }: LookupTable, call: AwsCall): object => ({
  lookupTableArn: arnOf(call, name),
  lookupTableName: name,
  description: details.description,
  tableFields: details.fields,
  recordsCount: details.records,
  sizeBytes: details.sizeBytes,
  lastUpdatedTime: changedAt,
  kmsKeyId: details.kmsKeyId,
})

const arnOf = ({ region, account }: AwsCall, name: string): string =>
  `arn:aws:logs:${region}:${account}:lookup-table:${name}`

async function find(
  { kept }: QueryPorts['queries'],
  arn: string,
  { account }: AwsCall,
): Promise<Result<LookupTable, AwsError>> {
  const [, owner, name] = /^arn:[\w-]+:logs:[\w-]*:(\d{12}):lookup-table:([a-zA-Z0-9_]{1,256})$/.exec(arn) ?? []
  if (name === undefined) return err(refusals.badArn)
  const found = owner === account ? await kept.lookups.table(name) : ok(undefined)
  if (!found.ok) return err(settingsTrouble(found.error))
  return found.value === undefined ? err(refusals.missing) : ok(found.value)
}

type Written = Pick<Checked<typeof createShape>, 'tableBody'> & {
  readonly description?: string | null | undefined
  readonly kmsKeyId?: string | null | undefined
}

/** What a table's text makes of it, or what is wrong with the text. An empty key or description takes the old one away. */
function tableOf(name: string, written: Written): Result<Pick<LookupTable, 'name' | 'details'>, AwsError> {
  const { tableBody, description, kmsKeyId } = written
  const sizeBytes = Buffer.byteLength(tableBody)
  if (sizeBytes > limits.lookupTableBytes) return err(refusals.tooLarge)
  if (!tableBody.isWellFormed()) return err(invalidParameter('The table body is not valid UTF-8.'))
  const [fields = [], ...rows] = readLookupTable(tableBody)
  if (fields.some(field => field === '')) return err(invalidParameter('Every column of the header row needs a name.'))
  const twice = fields.find((field, at) => fields.indexOf(field) !== at)
  if (twice !== undefined) return err(invalidParameter(`The header row has the column ${twice} twice.`))
  const long = rows.findIndex(row => row.length > fields.length)
  if (long >= 0) {
    const counts = `${rows[long]?.length} cells, and the header row has ${fields.length}`
    return err(invalidParameter(`Row ${long + 2} of the table has ${counts}.`))
  }
  return ok({
    name,
    details: {
      ...(description ? { description } : {}),
      ...(kmsKeyId ? { kmsKeyId } : {}),
      ...{ fields, records: rows.length, sizeBytes },
    },
  })
}

const refusals = {
  missing: clientError('ResourceNotFoundException', 'The specified lookup table does not exist.'),
  exists: clientError('ResourceAlreadyExistsException', 'The specified lookup table already exists.'),
  tooMany: clientError('LimitExceededException', 'Resource limit exceeded.'),
  noTags: invalidParameter('Tags are kept for log groups only.'),
  badArn: invalidParameter('The specified ARN is not the ARN of a lookup table.'),
  tooLarge: invalidParameter(`The table body may have ${limits.lookupTableBytes} bytes.`),
} as const
