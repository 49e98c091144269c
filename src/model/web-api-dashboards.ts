/** Our own HTTP API for dashboards: CloudWatch's dashboard JSON, kept as it was written. */

/** GET /api/dashboards?prefix= */
export interface ApiDashboards {
  readonly dashboards: readonly ApiDashboardEntry[]
  /** Those that come with Mangru: read, copied, never changed. Their titles are in the page's language. */
  readonly presets: readonly ApiDashboardEntry[]
}
export interface ApiDashboardEntry {
  readonly name: string
  readonly title?: { readonly en: string; readonly ko: string }
  readonly preset: boolean
  readonly changedAt: number | null
  readonly bytes: number
  readonly widgets: number
}
/**
 * GET /api/dashboards/dashboard?name=&language=en|ko (the language of a preset's texts) ; PUT {name, body, version?} → ApiDashboard
 * (400 with the body's errors, one a line; 409 `changed` when version is not the stored one, 0: only if there is none yet);
 * DELETE ?name= → 204
 */
export interface ApiDashboard {
  readonly name: string
  readonly preset: boolean
  /** Dashboard JSON, as text. */
  readonly body: string
  /** Changes with every write; 0: a preset. */
  readonly version: number
  readonly changedAt: number | null
  readonly warnings: readonly ApiDashboardTrouble[]
}
export interface ApiDashboardTrouble {
  /** `/widgets/0/properties/region` */
  readonly path: string
  readonly message: string
}
