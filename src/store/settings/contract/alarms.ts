/** The contract's stories about alarms: definitions, progress, history, outbox, and what stands beside them. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { AlarmHistoryItem, AlarmProgress, NewAlarm, StoredAlarm, StoredDetector, StoredMuteRule } from '../port.ts'
import { at, must, names, oddNames, refusal, type Stage } from './place.ts'

const alarm = (name: string, over: Partial<NewAlarm> = {}): NewAlarm => ({
  ...{ name, kind: 'metric', input: `{"AlarmName":"${name}"}`, region: 'us-east-1', changedAt: at(0), ...over },
})
const begin = { state: 'INSUFFICIENT_DATA', memory: '{}', tags: {} }
const item = (summary: string, millis = 0, type = 'StateUpdate') => ({ at: at(millis), type, summary, data: '{}' })
const deed = (id: string, millis = 0) => ({ id, action: 'arn:aws:sns:r:1:t', at: at(millis), message: '{"m":1}' })
const progress = (of: StoredAlarm, over: Partial<AlarmProgress> = {}): AlarmProgress => ({
  ...{ name: of.name, version: of.version, state: 'ALARM', memory: '{"n":1}', history: [], deeds: [], ...over },
})

export function alarmStories(stage: Stage): void {
  const all = () => stage.settings.alarms
  const put = async (
    one: NewAlarm,
    tags: Record<string, string> = {},
    history: readonly ReturnType<typeof item>[] = [],
  ) => must(await all().put(one, { ...begin, tags }, () => history))
  const summaries = async (query: Partial<Parameters<ReturnType<typeof all>['history']>[0]> = {}) =>
    must(await all().history({ limit: 100, ...query })).map(({ summary }) => summary)

  describe('alarms', () => {
    test('are put, replaced and removed; state, memory and tags outlive a change', async () => {
      const made = await put(alarm('a'), { team: 'x' }, [item('created', 0, 'ConfigurationUpdate')])
      expect(made).toEqual({ ...alarm('a'), createdAt: at(0), memory: '{}', state: begin.state, version: made.version })
      must(await all().progress([progress(made)], {}))
      await stage.reopen()
      const seen: (StoredAlarm | undefined)[] = []
      const changed = must(
        await all().put(
          alarm('a', { input: '{"x":1}', region: 'ap-northeast-2', changedAt: at(5) }),
          { ...begin, tags: { team: 'y' } },
          before => {
            seen.push(before)
            return [item('updated', 5)]
          },
        ),
      )
      expect(seen).toEqual([{ ...made, state: 'ALARM', memory: '{"n":1}' }])
      expect(changed).toEqual({
        ...seen[0],
        ...{ input: '{"x":1}', region: 'ap-northeast-2', changedAt: at(5), version: changed.version },
      })
      expect(changed.version).toBeGreaterThan(made.version)
      expect(must(await all().tags({ kind: 'alarm', name: 'a' }))).toEqual({ team: 'x' })
      expect(await all().put(alarm('a', { kind: 'composite' }), begin, () => [])).toEqual(refusal('other-kind'))
      const gone = must(await all().remove(['a', 'b', 'a\0'], ({ name }) => item(`${name} deleted`, 9)))
      expect(gone).toEqual([changed])
      expect(must(await all().find('a'))).toBeUndefined()
      expect(must(await all().tags({ kind: 'alarm', name: 'a' }))).toEqual({})
      expect(await summaries()).toEqual(['a deleted', 'updated', 'created'])
    })

    test('every change that is no evaluation has a version of its own', async () => {
      const versions = [must(await all().version())]
      const noted = async () => versions.push(must(await all().version()))
      const made = await put(alarm('a'))
      await noted()
      await put(alarm('b'))
      await noted()
      must(await all().change(progress(made)))
      await noted()
      must(await all().remove(['b'], () => item('x')))
      await noted()
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
      must(await all().progress([progress(must(await all().find('a'))!)], { mark: at(1) }))
      expect(must(await all().version())).toBe(versions.at(-1))
      expect(names(must(await all().list({ changedAfter: versions[1]!, limit: 10 })))).toEqual(['a'])
    })

    test('are listed by name, kind, state, prefix and part, in pages', async () => {
      for (const name of ['b', 'a2', 'a1']) await put(alarm(name))
      const one = await put(alarm('c-a', { kind: 'composite' }))
      must(await all().progress([progress(one)], {}))
      const listed = async (query: Partial<Parameters<ReturnType<typeof all>['list']>[0]>) =>
        names(must(await all().list({ limit: 10, ...query })))
      expect(await listed({})).toEqual(['a1', 'a2', 'b', 'c-a'])
      expect(await listed({ prefix: 'a', limit: 1 })).toEqual(['a1'])
      expect(await listed({ prefix: 'a', after: 'a1' })).toEqual(['a2'])
      expect(await listed({ contains: 'a' })).toEqual(['a1', 'a2', 'c-a'])
      expect(await listed({ kinds: ['composite'] })).toEqual(['c-a'])
      expect(await listed({ kinds: [] })).toEqual([])
      expect(await listed({ state: 'ALARM' })).toEqual(['c-a'])
      expect(await listed({ names: ['b', 'zz', '\0'] })).toEqual(['b'])
      expect(await listed({ prefix: '\0' })).toEqual([])
      expect(must(await all().names())).toEqual(['a1', 'a2', 'b', 'c-a'])
      expect(must(await all().counts())).toEqual(
        new Map([
          ['ALARM', 1],
          ['INSUFFICIENT_DATA', 3],
        ]),
      )
    })

    test('odd names come back as they were', async () => {
      for (const name of oddNames) {
        const made = await put(alarm(name, { input: JSON.stringify({ AlarmName: name }) }), { [name]: name })
        must(await all().progress([progress(made, { history: [item(name)], deeds: [deed(name)] })], {}))
        expect(must(await all().find(name))).toEqual({ ...made, state: 'ALARM', memory: '{"n":1}' })
        expect(must(await all().tags({ kind: 'alarm', name }))).toEqual(Object.fromEntries([[name, name]]))
        expect(await summaries({ alarm: name })).toEqual([name])
      }
      expect(must(await all().names())).toEqual(oddNames)
      expect(await all().put(alarm('a\0'), begin, () => [])).toEqual(refusal('unavailable'))
      expect(must(await all().find('a\0'))).toBeUndefined()
    })

    test(`${limits.alarmsPerCall} are removed at once (alarmsPerCall), one more is our own bug`, async () => {
      const many = Array.from({ length: limits.alarmsPerCall }, (_, n) => `n${n}`)
      for (const name of many) await put(alarm(name))
      expect(must(await all().remove(many, () => item('x')))).toHaveLength(limits.alarmsPerCall)
      await expect(all().remove([...many, 'more'], () => item('x'))).rejects.toThrow(RangeError)
    })
  })

  describe('progress of alarms', () => {
    test('is kept for many at once, with history and deeds, each as a whole or not at all', async () => {
      const [a, b] = [await put(alarm('a')), await put(alarm('b'))]
      const newer = await put(alarm('b', { input: '{"n":2}' }))
      const more = { history: [item('up', 3)], deeds: [deed('one'), deed('two', 1)] }
      const gone = { ...progress(a), name: 'gone', history: [item('of nobody')] }
      const answer = must(await all().progress([progress(a, more), progress(b, more), gone], { mark: at(60_000) }))
      expect([...answer.refused].sort()).toEqual(['b', 'gone'])
      await stage.reopen()
      expect(must(await all().mark())).toBe(at(60_000))
      expect(must(await all().find('a'))).toMatchObject({ state: 'ALARM', memory: '{"n":1}', version: a.version })
      expect(must(await all().find('b'))).toEqual(newer)
      expect(await summaries()).toEqual(['up'])
      expect(must(await all().deeds(10)).map(({ id, alarm: of }) => [id, of])).toEqual([
        ['one', 'a'],
        ['two', 'a'],
      ])
      // Worked out once more after a crash, it is the same deed.
      must(await all().progress([progress(a, { deeds: [deed('one'), deed('three')] })], {}))
      expect(must(await all().deeds(10)).map(({ id }) => id)).toEqual(['one', 'two', 'three'])
      expect(must(await all().deeds(1))).toEqual([{ ...deed('one'), alarm: 'a', order: expect.any(Number) }])
    })

    test('of more alarms than one statement takes', async () => {
      const many: StoredAlarm[] = []
      for (let n = 0; n < 1_001; n++) many.push(await put(alarm(`n${n}`)))
      const { refused } = must(
        await all().progress(
          many.map(one => progress(one, { history: [item(one.name)], deeds: [deed(one.name)] })),
          {},
        ),
      )
      expect(refused).toEqual([])
      expect(must(await all().counts()).get('ALARM')).toBe(1_001)
      expect(must(await all().deeds(2_000))).toHaveLength(1_001)
    })

    test('by a person takes the next version, and loses against who was faster', async () => {
      const made = await put(alarm('a'))
      const set = must(await all().change(progress(made, { history: [item('by hand')], deeds: [deed('d')] })))
      expect(set).toMatchObject({ state: 'ALARM', memory: '{"n":1}', input: made.input })
      expect(set.version).toBeGreaterThan(made.version)
      expect(await all().change(progress(made))).toEqual(refusal('changed'))
      expect(must(await all().progress([progress(made)], {})).refused).toEqual(['a'])
      expect(must(await all().change({ ...progress(set), input: '{"off":1}' })).input).toBe('{"off":1}')
      expect(must(await all().deeds(5))).toHaveLength(1)
      expect(await summaries()).toEqual(['by hand'])
    })

    test('is written by the holder of the lease alone', async () => {
      const made = await put(alarm('a'))
      expect(must(await all().lease('one', at(0), at(10)))).toBe(true)
      expect(must(await all().lease('two', at(5), at(15)))).toBe(false)
      expect(must(await all().lease('one', at(5), at(15)))).toBe(true)
      expect(await all().progress([progress(made)], { owner: 'two', mark: at(1) })).toEqual(refusal('not-owner'))
      expect(must(await all().mark())).toBeUndefined()
      expect(must(await all().progress([progress(made)], { owner: 'one' })).refused).toEqual([])
      expect(must(await all().lease('two', at(15), at(25)))).toBe(false)
      expect(must(await all().lease('two', at(16), at(26)))).toBe(true)
      expect(await all().progress([progress(made)], { owner: 'one' })).toEqual(refusal('not-owner'))
      must(await all().release('one'))
      expect(must(await all().lease('one', at(17), at(27)))).toBe(false)
      must(await all().release('two'))
      expect(must(await all().lease('one', at(17), at(27)))).toBe(true)
    })
  })

  describe('history of alarms', () => {
    test('is told newest or oldest first, by alarm, kind, type and time, in pages, and expires', async () => {
      const of = (name: string, millis: number, type = 'StateUpdate'): AlarmHistoryItem => ({
        ...{ alarm: name, kind: name === 'c' ? 'composite' : 'metric', ...item(`${name}${millis}`, millis, type) },
      })
      must(await all().addHistory([of('a', 1), of('b', 2), of('a', 2, 'Action'), of('c', 3), of('a', 4)]))
      expect(await summaries()).toEqual(['a4', 'c3', 'a2', 'b2', 'a1'])
      expect(await summaries({ oldestFirst: true })).toEqual(['a1', 'b2', 'a2', 'c3', 'a4'])
      expect(await summaries({ alarm: 'a' })).toEqual(['a4', 'a2', 'a1'])
      expect(await summaries({ kinds: ['composite'] })).toEqual(['c3'])
      expect(await summaries({ type: 'Action' })).toEqual(['a2'])
      expect(await summaries({ from: at(2), to: at(4) })).toEqual(['c3', 'a2', 'b2'])
      for (const oldestFirst of [false, true]) {
        const paged: string[] = []
        let after: { at: ReturnType<typeof at>; id: number } | undefined
        for (;;) {
          const page = must(await all().history({ limit: 2, oldestFirst, ...(after && { after }) }))
          paged.push(...page.map(({ summary }) => summary))
          const last = page.at(-1)
          if (last === undefined) break
          after = { at: last.at, id: last.id }
        }
        expect(paged).toEqual(await summaries({ oldestFirst }))
      }
      must(await all().expireHistory(at(3)))
      expect(await summaries()).toEqual(['a4', 'c3'])
    })
  })

  describe('beside alarms', () => {
    test('tags are added, replaced and taken away; nobody has none', async () => {
      await put(alarm('a'))
      const of = { kind: 'alarm', name: 'a' } as const
      must(await all().tag(of, { x: '1', y: '2' }))
      must(await all().tag(of, { y: '3' }))
      must(await all().untag(of, ['x', 'zz', '\0']))
      expect(must(await all().tags(of))).toEqual({ y: '3' })
      expect(await all().tag({ kind: 'mute', name: 'a' }, { x: '1' })).toEqual(refusal('missing'))
      expect(await all().untag({ kind: 'alarm', name: 'b' }, ['x'])).toEqual(refusal('missing'))
      const most = Object.fromEntries(Array.from({ length: limits.tagsPerResource - 1 }, (_, n) => [`k${n}`, '']))
      must(await all().tag(of, most))
      expect(await all().tag(of, { more: '' })).toEqual(refusal('too-many-tags'))
    })

    const rule = (name: string, over: Partial<StoredMuteRule> = {}): StoredMuteRule => ({
      ...{ name, description: '', expression: 'cron(0 2 * * *)', duration: 'PT2H', timezone: 'UTC' },
      ...{ start: null, expire: at(9), alarms: ['a', 'b'], changedAt: at(0), ...over },
    })

    test('mute rules are put, replaced, listed and removed with their tags', async () => {
      for (const name of ['b', 'a2', 'a1']) must(await all().putMute(rule(name), { of: name }))
      const changed = rule('b', { start: at(1), expire: null, alarms: [], changedAt: at(3), description: '매일' })
      must(await all().putMute(changed, { of: 'nobody' }))
      await stage.reopen()
      expect(must(await all().mute('b'))).toEqual(changed)
      expect(must(await all().tags({ kind: 'mute', name: 'b' }))).toEqual({ of: 'b' })
      expect(names(must(await all().mutes({ limit: 2 })))).toEqual(['a1', 'a2'])
      expect(names(must(await all().mutes({ limit: 2, after: 'a2' })))).toEqual(['b'])
      expect(names(must(await all().mutes({ limit: 5, prefix: 'a' })))).toEqual(['a1', 'a2'])
      const before = must(await all().version())
      must(await all().removeMute('b'))
      expect(must(await all().version())).toBeGreaterThan(before)
      expect(must(await all().mute('b'))).toBeUndefined()
      expect(must(await all().tags({ kind: 'mute', name: 'b' }))).toEqual({})
      expect(await all().removeMute('b')).toEqual(refusal('missing'))
      expect(await all().removeMute('\0')).toEqual(refusal('missing'))
    })

    test(`${limits.alarmMuteRules} mute rules stand (alarmMuteRules), one more does not`, async () => {
      for (let n = 0; n < limits.alarmMuteRules; n++) must(await all().putMute(rule(`r${n}`), {}))
      expect(await all().putMute(rule('more'), {})).toEqual(refusal('too-many'))
      must(await all().putMute(rule('r0', { timezone: 'Asia/Seoul' }), {}))
    })

    const detector = (id: string, metric: string | null): StoredDetector => ({
      ...{ id, namespace: metric === null ? null : 'App', metric, input: '{}', changedAt: at(0) },
    })

    test('anomaly detectors are put, replaced, found by metric and removed', async () => {
      for (const one of [detector('b', 'm'), detector('a', null), detector('c', 'n')])
        must(await all().putDetector(one))
      must(await all().putDetector({ ...detector('b', 'm'), input: '{"x":1}' }))
      const ids = async (query: Partial<Parameters<ReturnType<typeof all>['detectors']>[0]>) =>
        must(await all().detectors({ limit: 10, ...query })).map(({ id }) => id)
      expect(await ids({})).toEqual(['a', 'b', 'c'])
      expect(await ids({ namespace: 'App' })).toEqual(['b', 'c'])
      expect(await ids({ namespace: 'App', metric: 'n' })).toEqual(['c'])
      expect(await ids({ after: 'a', limit: 1 })).toEqual(['b'])
      expect(must(await all().detectors({ metric: 'm', limit: 1 }))).toEqual([
        { ...detector('b', 'm'), input: '{"x":1}' },
      ])
      must(await all().removeDetector('b'))
      expect(await all().removeDetector('b')).toEqual(refusal('missing'))
    })

    test(`${limits.anomalyDetectors} detectors stand (anomalyDetectors), one more does not`, async () => {
      for (let n = 0; n < limits.anomalyDetectors; n++) must(await all().putDetector(detector(`d${n}`, 'm')))
      expect(await all().putDetector(detector('more', 'm'))).toEqual(refusal('too-many'))
      must(await all().putDetector(detector('d0', 'n')))
    })
  })
}
