/** Searches and pages of many names, checked against a plain sorted list. One set of names for all stories here. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { LogGroup, LogGroupQuery, LogStreamQuery } from '../port.ts'
import { at, byBytes, makeGroup, must, names, newGroup, oddNames, type Stage } from './place.ts'

const bigCount = 10_000

/** Texts out of pieces that tempt: what a pattern, a quote, a case or a neighbour in the order would do. */
const oddText = fc
  .array(
    fc.constantFrom(
      'a',
      'A',
      'b',
      '_',
      '%',
      ' ',
      "'",
      '"',
      '\\',
      '-',
      '로',
      '그',
      'é',
      '\ud7ff',
      '\uffff',
      '😀',
      '\u{10ffff}',
    ),
    {
      maxLength: 4,
    },
  )
  .map(pieces => pieces.join(''))

export function modelStories(stage: Stage): void {
  describe('odd names', () => {
    const some = new Set(oddNames)
    for (const text of fc.sample(oddText, { seed: 7, numRuns: 300 })) if (text !== '') some.add(text)
    const all = [...some].sort(byBytes)
    const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 })
    const parts = {
      prefix: optional(oddText),
      after: optional(fc.oneof(oddText, fc.constantFrom(...all))),
      names: optional(fc.array(fc.oneof(oddText, fc.constantFrom(...all)), { maxLength: 12 })),
      limit: fc.integer({ min: 0, max: 40 }),
    }
    let owner: LogGroup

    beforeAll(async () => {
      for (const name of fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { seed: 3, numRuns: 1 })[0]!) {
        await makeGroup(stage.settings, name)
      }
      owner = must(await stage.settings.logs.group(all[0]!))!
      for (const name of all) must(await stage.settings.logs.createStream(owner.id, name, at(0)))
    })

    const keeps = (query: { prefix?: string; names?: readonly string[]; contains?: string }) => (name: string) =>
      name.startsWith(query.prefix ?? '') &&
      name.includes(query.contains ?? '') &&
      (query.names === undefined || query.names.includes(name))

    test('groups by prefix, substring, names, place and limit', async () => {
      const anyQuery = fc.record({ ...parts, contains: optional(oddText) }).map(withoutUndefined<LogGroupQuery>)
      await fc.assert(
        fc.asyncProperty(anyQuery, async query => {
          const { after } = query
          const expected = all.filter(keeps(query)).filter(name => after === undefined || byBytes(name, after) > 0)
          const found = must(await stage.settings.logs.groups(query))
          expect(names(found)).toEqual(expected.slice(0, query.limit))
        }),
        { numRuns: 300 },
      )
    })

    test('streams by prefix, names, place, direction and limit', async () => {
      const anyQuery = fc.record({ ...parts, descending: optional(fc.boolean()) })
      await fc.assert(
        fc.asyncProperty(anyQuery, async parts => {
          const query = withoutUndefined<LogStreamQuery>({ ...parts, groupId: owner.id })
          const { after } = query
          const sign = query.descending ? -1 : 1
          const expected = all
            .filter(keeps(query))
            .filter(name => after === undefined || byBytes(name, after) * sign > 0)
            .sort((a, b) => byBytes(a, b) * sign)
          const found = must(await stage.settings.logs.streams(query))
          expect(names(found)).toEqual(expected.slice(0, query.limit))
        }),
        { numRuns: 300 },
      )
    })
  })

  test(`${bigCount} groups are counted, found and read in pages`, async () => {
    const { logs } = stage.settings
    const before = must(await logs.countGroups())
    const big = Array.from({ length: bigCount }, (_, n) => `big/${n}`).sort(byBytes)
    for (let from = 0; from < bigCount; from += 100) {
      await Promise.all(big.slice(from, from + 100).map(async name => must(await logs.create(newGroup(name)))))
    }
    expect(must(await logs.countGroups())).toBe(before + bigCount)

    const read: LogGroup[] = []
    for (;;) {
      const after = read.at(-1)?.name
      const page = must(await logs.groups({ prefix: 'big/', limit: 777, ...(after !== undefined && { after }) }))
      if (page.length === 0) break
      read.push(...page)
    }
    expect(names(read)).toEqual(big)
    expect(new Set(read.map(group => group.id)).size).toBe(bigCount)
    expect(names(must(await logs.groups({ names: big, limit: bigCount + 1 })))).toEqual(big)
    expect(must(await logs.countStreams(read.map(group => group.id))).size).toBe(bigCount)
    expect(names(must(await logs.groups({ contains: '/999', limit: 100 })))).toEqual(
      big.filter(name => name.includes('/999')),
    )
  }, 120_000)
}

function withoutUndefined<T>(parts: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T
}
