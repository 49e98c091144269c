/** One function per endpoint of `src/model/web-api-dashboards.ts`. */
import type { ApiDashboard, ApiDashboards } from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export const getDashboards = (prefix: string, signal?: AbortSignal): Answer<ApiDashboards> =>
  ask('GET', `/api/dashboards${query({ prefix })}`, { signal })
/** `language`: of the texts of a preset. */
export const getDashboard = (name: string, language: 'en' | 'ko' = 'en', signal?: AbortSignal): Answer<ApiDashboard> =>
  ask('GET', `/api/dashboards/dashboard${query({ name, language })}`, { signal })
/** With `version`, refused by `changed` where another is stored; 0: where there is one already. */
export const putDashboard = (change: {
  readonly name: string
  readonly body: string
  readonly version?: number
}): Answer<ApiDashboard> => ask('PUT', '/api/dashboards/dashboard', { body: change })
export const deleteDashboard = (name: string): Answer<undefined> =>
  ask('DELETE', `/api/dashboards/dashboard${query({ name })}`, {})
