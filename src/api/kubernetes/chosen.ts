/** Which objects a question chooses: `labelSelector` and `fieldSelector`, as they stand in its query. */
import { err, ok, type Result } from '../../model/index.ts'
import { type LabelSelector, readLabelSelector, selects } from '../../model/kubernetes/index.ts'
import { type Answer, refused } from './status.ts'

interface Named {
  readonly name: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
}

export type Choice = (object: Named) => boolean

/** Everything, where the query says nothing. The error is an answer that tells which part cannot be read. */
export function readChoice(query: URLSearchParams): Result<Choice, Answer> {
  const labels = readSelector(query, 'labelSelector')
  if (!labels.ok) return labels
  const fields = readFields(query.get('fieldSelector') ?? '')
  if (!fields.ok) return fields
  return ok(object => selects(labels.value, object.labels) && fields.value(object))
}

export function readSelector(query: URLSearchParams, name: string): Result<LabelSelector, Answer> {
  const read = readLabelSelector(query.get(name) ?? '')
  if (read.ok) return read
  return err(refused(400, `unable to parse requirement of ${name}: ${JSON.stringify(read.error)}`))
}

function readFields(text: string): Result<Choice, Answer> {
  const tests: Choice[] = []
  for (const part of text.split(',').filter(Boolean)) {
    const [, field = '', sign, value = ''] = /^\s*([^=!\s]+?)\s*(==|!=|=)\s*(.*?)\s*$/.exec(part) ?? []
    if (sign === undefined) return err(refused(400, `invalid selector: '${part}'; can't understand '${part}'`))
    if (field !== 'metadata.name' && field !== 'metadata.namespace')
      return err(refused(400, `field label not supported: ${field}`))
    const of = ({ name, namespace = '' }: Named) => (field === 'metadata.name' ? name : namespace)
    tests.push(object => (of(object) === value) === (sign !== '!='))
  }
  return ok(object => tests.every(test => test(object)))
}
