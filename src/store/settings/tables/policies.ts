/** Policies on log groups, which go with their group, and resource policies by name. */
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { GroupPolicyKind, PolicySettings } from '../policy-port.ts'
import { answer, type Database } from './database.ts'
import { isStorable, pageEdge, unstorable } from './text.ts'

export const logPolicies = (database: Database): PolicySettings => ({
  ...groupPolicies(database),
  ...resourcePolicies(database),
})

type OfGroups = Pick<PolicySettings, 'putGroupPolicy' | 'groupPolicies' | 'removeGroupPolicy'>

function groupPolicies(database: Database): OfGroups {
  const { db, keepRows, among } = database
  return {
    putGroupPolicy: ({ groupId, kind, document, changedAt }) =>
      answer(database, async () => {
        if (!isStorable(document)) return unstorable()
        return db.transaction().execute(async transaction => {
          const group = await transaction
            .selectFrom('log_groups')
            .select('id')
            .where('id', '=', groupId)
            .modifyEnd(keepRows)
            .execute()
          if (group.length === 0) return err({ code: 'missing' })
          const changed = { document, changed_at: changedAt }
          await transaction
            .insertInto('log_group_policies')
            .values({ group_id: groupId, kind, ...changed })
            .onConflict(conflict => conflict.columns(['group_id', 'kind']).doUpdateSet(changed))
            .execute()
          return ok(undefined)
        })
      }),

    groupPolicies: (kind, groupIds) =>
      answer(database, async () => {
        if (groupIds?.length === 0) return ok([])
        let select = db.selectFrom('log_group_policies').selectAll().where('kind', '=', kind)
        if (groupIds !== undefined) select = select.where(among('group_id', groupIds))
        const rows = await select.orderBy('group_id').execute()
        return ok(
          rows.map(row => ({
            groupId: row.group_id,
            kind: row.kind as GroupPolicyKind,
            document: row.document,
            changedAt: instant(row.changed_at),
          })),
        )
      }),

    removeGroupPolicy: (groupId, kind) =>
      answer(database, async () => {
        const gone = await db
          .deleteFrom('log_group_policies')
          .where('group_id', '=', groupId)
          .where('kind', '=', kind)
          .returning('kind')
          .execute()
        return gone.length === 0 ? err({ code: 'missing' }) : ok(undefined)
      }),
  }
}

type OfResources = Pick<PolicySettings, 'putResourcePolicy' | 'resourcePolicies' | 'removeResourcePolicy'>

function resourcePolicies(database: Database): OfResources {
  const { db, lockRows } = database
  return {
    putResourcePolicy: ({ name, document, revision, changedAt }, expected) =>
      answer(database, async () => {
        if (![name, document, revision].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const there = await transaction
            .selectFrom('log_resource_policies')
            .select(['name', 'revision'])
            .modifyEnd(lockRows)
            .execute()
          const before = there.find(row => row.name === name)
          if (expected !== undefined && before?.revision !== expected) return err({ code: 'another-revision' })
          if (before === undefined && there.length >= limits.resourcePolicies) return err({ code: 'too-many' })
          const changed = { document, revision, changed_at: changedAt }
          await transaction
            .insertInto('log_resource_policies')
            .values({ name, ...changed })
            .onConflict(conflict => conflict.column('name').doUpdateSet(changed))
            .execute()
          return ok(undefined)
        })
      }),

    resourcePolicies: ({ after, limit }) =>
      answer(database, async () => {
        let select = db.selectFrom('log_resource_policies').selectAll()
        if (after !== undefined) select = select.where('name', '>', pageEdge(after).text)
        const rows = await select.orderBy('name').limit(limit).execute()
        return ok(
          rows.map(row => ({
            name: row.name,
            document: row.document,
            revision: row.revision,
            changedAt: instant(row.changed_at),
          })),
        )
      }),

    removeResourcePolicy: name =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        const gone = await db.deleteFrom('log_resource_policies').where('name', '=', name).returning('name').execute()
        return gone.length === 0 ? err({ code: 'missing' }) : ok(undefined)
      }),
  }
}
