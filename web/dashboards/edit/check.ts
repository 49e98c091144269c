/** What is wrong with a widget or a board while it is written, by the same checks as the server's. Pure. */

import type { DashboardTrouble } from '../../../src/model/dashboard/index.ts'
import { checkDashboard } from '../../../src/query/dashboards/index.ts'

export interface Check {
  readonly errors: readonly DashboardTrouble[]
  readonly warnings: readonly DashboardTrouble[]
}

export const checkBoard = (json: unknown): Check => checkDashboard(JSON.stringify(json))

/** Of one widget; paths are from the widget on. */
export function checkWidget(widget: unknown, variables: unknown): Check {
  const { errors, warnings } = checkBoard({ widgets: [widget], ...(variables === undefined ? {} : { variables }) })
  const own = (all: readonly DashboardTrouble[]) =>
    all.flatMap(({ path, message }) =>
      path.startsWith('/widgets/0') ? [{ path: path.slice('/widgets/0'.length), message }] : [],
    )
  return { errors: own(errors), warnings: own(warnings) }
}

export type Parsed = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly message: string }

/** The parser's own words say where. */
export function parseJson(text: string): Parsed {
  try {
    return { ok: true, json: JSON.parse(text) as unknown }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
