import { expect, test } from 'vitest'
import { err, instant, ok } from '../../model/index.ts'
import type { GroupPolicy } from '../../store/settings/port.ts'
import { indexedGroups } from './index.ts'

const policy = (groupId: number, document: string): GroupPolicy => ({
  ...{ groupId, kind: 'index', document, changedAt: instant(1) },
})
const policies = [
  policy(1, '{"Fields":["requestId"]}'),
  policy(2, '{"FieldsV2":{"requestId":{"type":"FACET"}}}'),
  policy(3, '{"Fields":["RequestId"]}'),
  policy(4, 'not understood any more'),
]
const settings = {
  groupPolicies: async (_kind: string, ids: readonly number[] = []) =>
    ok(policies.filter(({ groupId }) => ids.includes(groupId))),
}

test.each([
  ['requestId', [1, 2]],
  ['RequestId', [3]],
  ['other', []],
  ['traceId', [1, 2, 3, 4, 5]],
  ['@logStream', [1, 2, 3, 4, 5]],
])('groups with an index on %s: %j', async (field, having) => {
  const found = await indexedGroups(settings, [1, 2, 3, 4, 5], field)
  expect(found).toEqual({ ok: true, value: new Set(having) })
})

test('settings that cannot be read are told', async () => {
  const trouble = err({ code: 'unavailable', message: 'away' } as const)
  expect(await indexedGroups({ groupPolicies: async () => trouble }, [1], 'x')).toBe(trouble)
})
