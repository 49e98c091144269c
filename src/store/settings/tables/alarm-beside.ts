/** What stands beside alarms: their tags, mute rules, anomaly detectors. */
import type { Kysely, Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { AlarmSettings, StoredDetector, StoredMuteRule, TagOwner } from '../alarm-port.ts'
import type { AlarmDetectorsTable, AlarmMutesTable } from './alarm-tables.ts'
import { nextVersion } from './alarms.ts'
import { answer, type Database } from './database.ts'
import type { Tables } from './tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

type Tagging = Pick<AlarmSettings, 'tags' | 'tag' | 'untag'>
type Muting = Pick<AlarmSettings, 'putMute' | 'removeMute' | 'mute' | 'mutes'>
type Detecting = Pick<AlarmSettings, 'putDetector' | 'removeDetector' | 'detectors'>

export const alarmsBeside = (database: Database): Tagging & Muting & Detecting => ({
  ...tagging(database),
  ...muting(database),
  ...detecting(database),
})

const isThere = async (db: Kysely<Tables>, { kind, name }: TagOwner): Promise<boolean> =>
  (kind === 'alarm'
    ? await db.selectFrom('alarms').select('name').where('name', '=', name).executeTakeFirst()
    : await db.selectFrom('alarm_mutes').select('name').where('name', '=', name).executeTakeFirst()) !== undefined

function tagging(database: Database): Tagging {
  const { db, among, lockRows } = database
  return {
    tags: ({ kind, name }) =>
      answer(database, async () => {
        if (!isStorable(name)) return ok({})
        const rows = await db
          .selectFrom('alarm_tags')
          .select(['key', 'value'])
          .where('kind', '=', kind)
          .where('name', '=', name)
          .orderBy('key')
          .execute()
        return ok(Object.fromEntries(rows.map(row => [row.key, row.value])))
      }),

    tag: ({ kind, name }, tags) =>
      answer(database, async () => {
        const added = Object.entries(tags)
        if (!isStorable(name)) return err({ code: 'missing' })
        if (!added.flat().every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          // Holding the one row makes two calls count one after the other.
          await transaction.selectFrom('alarm_keeping').select('id').where('id', '=', 1).modifyEnd(lockRows).execute()
          if (!(await isThere(transaction, { kind, name }))) return err({ code: 'missing' })
          if (added.length === 0) return ok(undefined)
          const old = await transaction
            .selectFrom('alarm_tags')
            .select('key')
            .where('kind', '=', kind)
            .where('name', '=', name)
            .execute()
          const keys = new Set([...old.map(row => row.key), ...added.map(([key]) => key)])
          if (keys.size > limits.tagsPerResource) return err({ code: 'too-many-tags' })
          await transaction
            .insertInto('alarm_tags')
            .values(added.map(([key, value]) => ({ kind, name, key, value })))
            .onConflict(conflict =>
              conflict.columns(['kind', 'name', 'key']).doUpdateSet(eb => ({ value: eb.ref('excluded.value') })),
            )
            .execute()
          return ok(undefined)
        })
      }),

    untag: ({ kind, name }, keys) =>
      answer(database, async () => {
        if (!isStorable(name) || !(await isThere(db, { kind, name }))) return err({ code: 'missing' })
        await db
          .deleteFrom('alarm_tags')
          .where('kind', '=', kind)
          .where('name', '=', name)
          .where(among('key', keys.filter(isStorable)))
          .execute()
        return ok(undefined)
      }),
  }
}

const toMute = (row: Selectable<AlarmMutesTable>): StoredMuteRule => ({
  name: row.name,
  description: row.description,
  expression: row.expression,
  duration: row.duration,
  timezone: row.timezone,
  start: row.start_at === null ? null : instant(row.start_at),
  expire: row.expire_at === null ? null : instant(row.expire_at),
  alarms: JSON.parse(row.alarms) as string[],
  changedAt: instant(row.changed_at),
})

function muting(database: Database): Muting {
  const { db } = database
  return {
    putMute: (rule, tags) =>
      answer(database, async () => {
        const { name, description, expression, duration, timezone, alarms } = rule
        const texts = [name, description, expression, duration, timezone, ...alarms, ...Object.entries(tags).flat()]
        if (!texts.every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          await nextVersion(transaction)
          const there = await transaction.selectFrom('alarm_mutes').select('name').execute()
          const isNew = !there.some(row => row.name === name)
          if (isNew && there.length >= limits.alarmMuteRules) return err({ code: 'too-many' })
          const changed = {
            ...{ description, expression, duration, timezone, alarms: JSON.stringify(alarms) },
            ...{ start_at: rule.start, expire_at: rule.expire, changed_at: rule.changedAt },
          }
          await transaction
            .insertInto('alarm_mutes')
            .values({ name, ...changed })
            .onConflict(conflict => conflict.column('name').doUpdateSet(changed))
            .execute()
          const added = Object.entries(tags)
          if (isNew && added.length > 0)
            await transaction
              .insertInto('alarm_tags')
              .values(added.map(([key, value]) => ({ kind: 'mute', name, key, value })))
              .execute()
          return ok(undefined)
        })
      }),

    removeMute: name =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        return db.transaction().execute(async transaction => {
          await nextVersion(transaction)
          const gone = await transaction.deleteFrom('alarm_mutes').where('name', '=', name).returning('name').execute()
          if (gone.length === 0) return err({ code: 'missing' })
          await transaction.deleteFrom('alarm_tags').where('kind', '=', 'mute').where('name', '=', name).execute()
          return ok(undefined)
        })
      }),

    mute: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('alarm_mutes').selectAll().where('name', '=', name).executeTakeFirst()
        return ok(row && toMute(row))
      }),

    mutes: ({ prefix = '', after, limit }) =>
      answer(database, async () => {
        if (!isStorable(prefix)) return ok([])
        let select = db.selectFrom('alarm_mutes').selectAll()
        if (prefix !== '') {
          select = select.where('name', '>=', prefix)
          const end = afterPrefix(prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (after !== undefined) select = select.where('name', '>', pageEdge(after).text)
        return ok((await select.orderBy('name').limit(limit).execute()).map(toMute))
      }),
  }
}

const toDetector = (row: Selectable<AlarmDetectorsTable>): StoredDetector => ({
  id: row.id,
  namespace: row.namespace,
  metric: row.metric,
  input: row.input,
  changedAt: instant(row.changed_at),
})

function detecting(database: Database): Detecting {
  const { db } = database
  return {
    putDetector: ({ id, namespace, metric, input, changedAt }) =>
      answer(database, async () => {
        if (![id, namespace ?? '', metric ?? '', input].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          await nextVersion(transaction)
          const there = await transaction.selectFrom('alarm_detectors').select('id').execute()
          if (!there.some(row => row.id === id) && there.length >= limits.anomalyDetectors)
            return err({ code: 'too-many' })
          const changed = { namespace, metric, input, changed_at: changedAt }
          await transaction
            .insertInto('alarm_detectors')
            .values({ id, ...changed })
            .onConflict(conflict => conflict.column('id').doUpdateSet(changed))
            .execute()
          return ok(undefined)
        })
      }),

    removeDetector: id =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        return db.transaction().execute(async transaction => {
          await nextVersion(transaction)
          const gone = await transaction.deleteFrom('alarm_detectors').where('id', '=', id).returning('id').execute()
          return gone.length === 0 ? err({ code: 'missing' }) : ok(undefined)
        })
      }),

    detectors: ({ namespace, metric, after, limit }) =>
      answer(database, async () => {
        if (!isStorable(namespace ?? '') || !isStorable(metric ?? '')) return ok([])
        let select = db.selectFrom('alarm_detectors').selectAll()
        if (namespace !== undefined) select = select.where('namespace', '=', namespace)
        if (metric !== undefined) select = select.where('metric', '=', metric)
        if (after !== undefined) select = select.where('id', '>', pageEdge(after).text)
        return ok((await select.orderBy('id').limit(limit).execute()).map(toDetector))
      }),
  }
}
