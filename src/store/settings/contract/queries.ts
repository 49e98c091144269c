/** The contract's stories about saved queries and lookup tables. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { LookupTable, QueryDefinition } from '../query-port.ts'
import { at, byBytes, must, names, oddNames, refusal, type Stage } from './place.ts'

const definition = (id: string, name: string, over: Partial<QueryDefinition> = {}): QueryDefinition => ({
  id,
  name,
  text: 'fields @message # \0 \ud800 로그',
  groups: ['/a', '/b'],
  parameters: [{ name: 'p', defaultValue: '1' }],
  changedAt: at(0),
  ...over,
})

export function definitionStories(stage: Stage): void {
  const saved = () => stage.settings.queries.definitions

  describe('saved queries', () => {
    test('are kept, replaced and removed', async () => {
      must(await saved().add(definition('1', '폴더/이름')))
      await stage.reopen()
      expect(must(await saved().definition('1'))).toEqual(definition('1', '폴더/이름'))
      const changed = definition('1', 'other', { text: 'limit 1', groups: [], parameters: [], changedAt: at(5) })
      must(await saved().replace(changed))
      expect(must(await saved().definition('1'))).toEqual(changed)
      expect(await saved().replace(definition('2', 'x'))).toEqual(refusal('missing'))
      expect(await saved().replace(definition('1', 'x\0'))).toEqual(refusal('unavailable'))
      must(await saved().remove('1'))
      expect(await saved().remove('1')).toEqual(refusal('missing'))
      expect(await saved().remove('\0')).toEqual(refusal('missing'))
      expect(must(await saved().definition('1'))).toBeUndefined()
      expect(must(await saved().definition('\0'))).toBeUndefined()
    })

    test('of one name are several, and the last changed answers to it', async () => {
      must(await saved().add(definition('1', 'a', { changedAt: at(1) })))
      must(await saved().add(definition('2', 'a', { changedAt: at(3) })))
      must(await saved().add(definition('3', 'a', { changedAt: at(2) })))
      expect(must(await saved().named('a'))?.id).toBe('2')
      expect(must(await saved().named('A'))).toBeUndefined()
      expect(must(await saved().named('\0'))).toBeUndefined()
    })

    test('come in pages by name and id, also by prefix', async () => {
      for (const [n, name] of [...oddNames, ...oddNames].entries()) must(await saved().add(definition(`id ${n}`, name)))
      const read: QueryDefinition[] = []
      for (;;) {
        const last = read.at(-1)
        const page = must(
          await saved().definitions({ limit: 7, ...(last && { after: { name: last.name, id: last.id } }) }),
        )
        if (page.length === 0) break
        read.push(...page)
      }
      expect(names(read)).toEqual([...oddNames, ...oddNames].sort(byBytes))
      expect(new Set(read.map(({ id }) => id)).size).toBe(2 * oddNames.length)
      const some = must(await saved().definitions({ prefix: '/aws/', limit: 100 }))
      expect(names(some)).toEqual([...oddNames, ...oddNames].filter(name => name.startsWith('/aws/')).sort(byBytes))
      expect(must(await saved().definitions({ prefix: '\0', limit: 1 }))).toEqual([])
    })

    test('a token makes one and the same', async () => {
      const token = { value: 't', digest: 'd' }
      must(await saved().add(definition('1', 'a'), token))
      expect(must(await saved().add(definition('2', 'a'), token)).id).toBe('1')
      expect(await saved().add(definition('2', 'b'), { value: 't', digest: 'other' })).toEqual(refusal('token-reused'))
      must(await saved().add(definition('2', 'a')))
      must(await saved().add(definition('3', 'a')))
      expect(await saved().add(definition('4', 'a'), { value: '\0', digest: '' })).toEqual(refusal('unavailable'))
    })

    test(`${limits.queryDefinitions} stand, and one more is refused`, async () => {
      for (let n = 0; n < limits.queryDefinitions; n++) must(await saved().add(definition(String(n), 'a')))
      expect(await saved().add(definition('more', 'a'))).toEqual(refusal('too-many'))
    })
  })
}

const table = (name: string, over: Partial<LookupTable> = {}): LookupTable => ({
  name,
  createdAt: at(0),
  changedAt: at(0),
  details: { description: '설명 \0', fields: ['a', 'b'], records: 2, sizeBytes: 10 },
  ...over,
})
const body = Uint8Array.from([0, 1, 255, 0])

export function lookupStories(stage: Stage): void {
  const lookups = () => stage.settings.queries.lookups

  describe('lookup tables', () => {
    test('are kept, replaced and removed', async () => {
      must(await lookups().create(table('t'), body))
      await stage.reopen()
      expect(must(await lookups().table('t'))).toEqual(table('t'))
      expect(Buffer.from(must(await lookups().body('t'))!)).toEqual(Buffer.from(body))
      expect(await lookups().create(table('t'), body)).toEqual(refusal('exists'))
      const changed = table('t', { changedAt: at(9), details: { fields: ['c'], records: 0, sizeBytes: 1 } })
      must(await lookups().replace({ ...changed, createdAt: at(8) }, Uint8Array.from([7])))
      expect(must(await lookups().table('t'))).toEqual(changed)
      expect([...must(await lookups().body('t'))!]).toEqual([7])
      expect(await lookups().replace(table('u'), body)).toEqual(refusal('missing'))
      must(await lookups().remove('t'))
      expect(await lookups().remove('t')).toEqual(refusal('missing'))
      expect(must(await lookups().table('t'))).toBeUndefined()
      expect(must(await lookups().body('t'))).toBeUndefined()
    })

    test('no text breaks them', async () => {
      expect(await lookups().create(table('\0'), body)).toEqual(refusal('unavailable'))
      expect(await lookups().replace(table('\0'), body)).toEqual(refusal('missing'))
      expect(await lookups().remove('\0')).toEqual(refusal('missing'))
      expect(must(await lookups().table('\0'))).toBeUndefined()
      expect(must(await lookups().body('\0'))).toBeUndefined()
      expect(must(await lookups().tables({ prefix: '\0', limit: 1 }))).toEqual([])
    })

    test(`come by name, ${limits.lookupTables} at most`, async () => {
      const all = Array.from({ length: limits.lookupTables }, (_, n) => `t_${n}`).sort(byBytes)
      for (const name of all) must(await lookups().create(table(name), body))
      expect(await lookups().create(table('more'), body)).toEqual(refusal('too-many'))
      expect(names(must(await lookups().tables({ limit: 1_000 })))).toEqual(all)
      expect(names(must(await lookups().tables({ prefix: 't_1', after: 't_10', limit: 3 })))).toEqual(
        all.filter(name => name.startsWith('t_1') && name > 't_10').slice(0, 3),
      )
    })
  })
}
