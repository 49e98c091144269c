/** Saved queries: PutQueryDefinition makes or replaces one, DescribeQueryDefinitions lists them by name, DeleteQueryDefinition. */
import { hash } from 'node:crypto'
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import type { QueryDefinition } from '../../../../store/settings/port.ts'
import { type Checked, invalidParameter, type Operation, operation, structure, text } from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { nextToken } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'
import { otherLanguage, queryRefusals } from './refusals.ts'
import { groupNames, pageSize, parameters, queryId, queryLanguage } from './shapes.ts'

const putShape = structure(
  {
    queryLanguage,
    name: text({ min: 1, max: 255 }),
    queryDefinitionId: queryId,
    logGroupNames: groupNames,
    queryString: text({ min: 1, max: 10_000 }),
    clientToken: text({ min: 36, max: 128, pattern: { text: '\\S{36,128}', regex: /^\S{36,128}$/u } }),
    parameters,
  },
  ['name', 'queryString'],
)
type PutInput = Checked<typeof putShape>

export const putQueryDefinition = ({ queries, clock }: QueryPorts): Operation =>
  operation('operate', putShape, async input => {
    const { queryLanguage, clientToken, queryDefinitionId } = input
    if (queryLanguage != null && queryLanguage !== 'CWLI') return err(invalidParameter(otherLanguage(queryLanguage)))
    if (!input.name.isWellFormed() || input.name.includes('\0')) return err(queryRefusals.badName)
    const names = input.parameters?.map(({ name }) => name) ?? []
    if (new Set(names).size < names.length) return err(queryRefusals.parameterTwice)
    const id = queryDefinitionId ?? queries.newId()
    const definition = definitionOf(input, id, clock.now())
    if (queryDefinitionId != null) {
      const replaced = await queries.kept.definitions.replace(definition)
      if (replaced.ok) return ok({ queryDefinitionId })
      return err(replaced.error.code === 'missing' ? queryRefusals.definitionMissing : settingsTrouble(replaced.error))
    }
    const added = await queries.kept.definitions.add(
      definition,
      clientToken == null ? undefined : { value: clientToken, digest: digestOf(definition) },
    )
    if (added.ok) return ok({ queryDefinitionId: added.value.id })
    if (added.error.code === 'too-many') return err(queryRefusals.tooManyDefinitions)
    return err(added.error.code === 'token-reused' ? queryRefusals.tokenReused : settingsTrouble(added.error))
  })

const definitionOf = (input: PutInput, id: string, changedAt: QueryDefinition['changedAt']): QueryDefinition => ({
  id,
  name: input.name,
  text: input.queryString,
  groups: input.logGroupNames ?? [],
  parameters: (input.parameters ?? []).map(({ name, defaultValue, description }) => ({
    name,
    ...(defaultValue == null ? {} : { defaultValue }),
    ...(description == null ? {} : { description }),
  })),
  changedAt,
})

const digestOf = ({ name, text, groups, parameters }: QueryDefinition): string =>
  hash('sha256', JSON.stringify([name, text, groups, parameters]), 'hex')

const describeShape = structure({
  queryLanguage,
  queryDefinitionNamePrefix: text({ min: 1, max: 255 }),
  maxResults: pageSize,
  nextToken,
})

export const describeQueryDefinitions = ({ queries, clock }: QueryPorts): Operation =>
  operation('ask', describeShape, async input => {
    const { queryDefinitionNamePrefix: prefix, queryLanguage } = input
    const question = ['DescribeQueryDefinitions', prefix, queryLanguage]
    const now = clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string', 'string'], question, now) : undefined
    if (after?.ok === false) return after
    if (queryLanguage != null && queryLanguage !== 'CWLI') return ok({ queryDefinitions: [] })
    const limit = input.maxResults ?? limits.describeQueriesCount
    const found = await queries.kept.definitions.definitions({
      limit: limit + 1,
      ...(prefix == null ? {} : { prefix }),
      ...(after === undefined ? {} : { after: { name: after.value[0] as string, id: after.value[1] as string } }),
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = found.value.length > limit ? page.at(-1) : undefined
    return ok({
      queryDefinitions: page.map(item),
      nextToken: last && pagingToken([last.name, last.id], question, now),
    })
  })

const item = ({ id, name, text, groups, parameters, changedAt }: QueryDefinition): object => ({
  queryLanguage: 'CWLI',
  queryDefinitionId: id,
  name,
  queryString: text,
  lastModified: changedAt,
  logGroupNames: groups,
  parameters: parameters.length === 0 ? undefined : parameters,
})

export const deleteQueryDefinition = ({ queries }: QueryPorts): Operation =>
  operation(
    'operate',
    structure({ queryDefinitionId: queryId }, ['queryDefinitionId']),
    async ({ queryDefinitionId }) => {
      const removed = await queries.kept.definitions.remove(queryDefinitionId)
      if (removed.ok) return ok({ success: true })
      return err(removed.error.code === 'missing' ? queryRefusals.definitionMissing : settingsTrouble(removed.error))
    },
  )
