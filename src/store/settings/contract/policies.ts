/** The contract's stories about policies. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { at, makeGroup, must, oddNames, refusal, type Stage } from './place.ts'

export function policyStories(stage: Stage): void {
  const all = () => stage.settings.policies

  describe('policies of log groups', () => {
    test('are put, changed, found and removed, each kind for itself', async () => {
      const [a, b] = [await makeGroup(stage.settings, 'a'), await makeGroup(stage.settings, 'b')]
      const index = { groupId: a.id, kind: 'index', document: '{"Fields":["x"]}', changedAt: at(1) } as const
      const protection = { groupId: a.id, kind: 'data-protection', document: '{}', changedAt: at(2) } as const
      const other = { ...index, groupId: b.id }
      for (const policy of [index, protection, other]) must(await all().putGroupPolicy(policy))
      await stage.reopen()
      expect(must(await all().groupPolicies('index'))).toEqual([index, other])
      expect(must(await all().groupPolicies('index', [b.id]))).toEqual([other])
      expect(must(await all().groupPolicies('index', []))).toEqual([])
      expect(must(await all().groupPolicies('data-protection'))).toEqual([protection])
      const changed = { ...index, document: oddNames.join(), changedAt: at(5) }
      must(await all().putGroupPolicy(changed))
      expect(must(await all().groupPolicies('index', [a.id]))).toEqual([changed])
      must(await all().removeGroupPolicy(a.id, 'index'))
      expect(await all().removeGroupPolicy(a.id, 'index')).toEqual(refusal('missing'))
      expect(must(await all().groupPolicies('data-protection', [a.id]))).toEqual([protection])
      expect(await all().putGroupPolicy({ ...index, groupId: b.id + 1 })).toEqual(refusal('missing'))
      expect(await all().putGroupPolicy({ ...index, document: '\0' })).toEqual(refusal('unavailable'))
    })

    test('go with their group', async () => {
      const group = await makeGroup(stage.settings, 'g')
      must(await all().putGroupPolicy({ groupId: group.id, kind: 'index', document: '{}', changedAt: at(1) }))
      must(await stage.settings.logs.remove('g', at(2)))
      expect(must(await all().groupPolicies('index'))).toEqual([])
    })
  })

  describe('resource policies', () => {
    const policy = (name: string, revision = 'r1') => ({ name, document: '{}', revision, changedAt: at(1) })

    test('are put, changed at an expected revision, listed by name and removed', async () => {
      for (const name of ['b', 'a']) must(await all().putResourcePolicy(policy(name)))
      must(await all().putResourcePolicy(policy('b', 'r2'), 'r1'))
      expect(await all().putResourcePolicy(policy('b', 'r3'), 'r1')).toEqual(refusal('another-revision'))
      expect(await all().putResourcePolicy(policy('c'), 'r1')).toEqual(refusal('another-revision'))
      await stage.reopen()
      expect(must(await all().resourcePolicies({ limit: 5 }))).toEqual([policy('a'), policy('b', 'r2')])
      expect(must(await all().resourcePolicies({ limit: 1 }))).toEqual([policy('a')])
      expect(must(await all().resourcePolicies({ after: 'a', limit: 5 }))).toEqual([policy('b', 'r2')])
      must(await all().removeResourcePolicy('a'))
      expect(await all().removeResourcePolicy('a')).toEqual(refusal('missing'))
      expect(await all().removeResourcePolicy('\0')).toEqual(refusal('missing'))
      expect(await all().putResourcePolicy(policy('\0'))).toEqual(refusal('unavailable'))
    })

    test(`${limits.resourcePolicies} stand (resourcePolicies), one more does not`, async () => {
      for (let n = 0; n < limits.resourcePolicies; n++) must(await all().putResourcePolicy(policy(`p${n}`)))
      expect(await all().putResourcePolicy(policy('more'))).toEqual(refusal('too-many'))
      must(await all().putResourcePolicy(policy('p0', 'r2')))
    })
  })
}
