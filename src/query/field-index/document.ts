/** The document of a field index policy: which fields, and how each is indexed. Pure; the error is a sentence. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'

export interface IndexedField {
  readonly name: string
  readonly type: 'FIELD_INDEX' | 'FACET'
}

const name = z.string().min(1).max(limits.indexedFieldLength)
const shape = z.strictObject({
  Fields: z.array(name).optional(),
  FieldsV2: z.record(name, z.strictObject({ type: z.enum(['FIELD_INDEX', 'FACET']) })).optional(),
})

export function readIndexDocument(text: string): Result<readonly IndexedField[], string> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return err('The policy document is no JSON.')
  }
  const parsed = shape.safeParse(value)
  if (!parsed.success) return err(explain(parsed.error))
  const { Fields = [], FieldsV2 = {} } = parsed.data
  const fields: IndexedField[] = [
    ...Fields.map(one => ({ name: one, type: 'FIELD_INDEX' as const })),
    ...Object.entries(FieldsV2).map(([one, { type }]) => ({ name: one, type })),
  ]
  if (fields.length === 0) return err('The policy document must name at least one field.')
  if (fields.length > limits.indexedFields) return err(`A policy may name ${limits.indexedFields} fields.`)
  const names = fields.map(field => field.name)
  const twice = names.find((one, at) => names.indexOf(one) !== at)
  return twice === undefined ? ok(fields) : err(`The field ${twice} is named twice.`)
}

function explain({ issues: [issue] }: z.ZodError): string {
  const at = issue?.path.join('.') ?? ''
  return `The policy document is not right${at === '' ? '' : ` at ${at}`}: ${issue?.message ?? ''}`
}
