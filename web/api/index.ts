/** The door of the API client. */
export {
  type Credentials,
  checkPattern,
  createGroup,
  deleteGroup,
  downloadAddress,
  type FollowListener,
  followLogs,
  getContext,
  getFacets,
  getGroups,
  getHistogram,
  getSelf,
  getSession,
  getStreams,
  logIn,
  logOut,
  searchLogs,
  setRetention,
} from './client.ts'
export { cancelExport, type ExportRequest, getCosts, getExports, getLedger, startExport } from './costs.ts'
export { sessionKey, useFeature, useSession } from './features.ts'
export {
  deleteMetricFilter,
  deleteSubscription,
  getMetricFilters,
  getSubscriptions,
  type MetricFilterQuestion,
  previewMetricFilter,
  putMetricFilter,
  putSubscription,
} from './filters.ts'
export { type Answer, ApiProblem, orThrow, type Problem } from './http.ts'
export {
  deleteQuery,
  getFields,
  getRecord,
  getRun,
  getRuns,
  getSavedQueries,
  getSql,
  runQuery,
  type SavedQueryChange,
  saveQuery,
} from './queries.ts'
