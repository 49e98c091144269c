/**
 * The log store as readers get it: whatever hands out messages passes here, so nothing slips by. Conditions are asked of the stored text; what
 * comes back is masked, unless a page is asked otherwise for somebody who may. Followers get batches whole, since patterns look into them:
 * the hub masks each event that it makes.
 */
import { ok } from '../../model/index.ts'
import type { EngineLogStore } from '../../store/logs/index.ts'
import type { MaskBook } from './book.ts'

export function maskLogs(logs: EngineLogStore, masks: MaskBook): EngineLogStore {
  return {
    ...logs,
    page: async (selection, request) => {
      const page = await logs.page(selection, request)
      if (!page.ok || request.unmask === true) return page
      const { rows } = page.value
      if (!rows.some(row => masks.of(row.groupId) !== undefined)) return page
      return ok({
        ...page.value,
        rows: rows.map(row => {
          const mask = masks.of(row.groupId)
          return mask === undefined ? row : { ...row, message: mask(row.message) }
        }),
      })
    },
    readArrivals: async request => {
      const page = await logs.readArrivals(request)
      const mask = page.ok ? masks.of(request.groupId) : undefined
      if (!page.ok || mask === undefined) return page
      return ok({ ...page.value, events: page.value.events.map(one => ({ ...one, message: mask(one.message) })) })
    },
  }
}
