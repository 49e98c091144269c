/** The door of the API client. */
export { askAhead, seenAhead, takeAhead } from './ahead.ts'
export {
  type AlarmsWanted,
  deleteAlarm,
  deleteMuteRule,
  getAlarm,
  getAlarmHistory,
  getAlarmPresets,
  getAlarmSeries,
  getAlarms,
  getMuteRules,
  type HistoryWanted,
  makeAlarmPresets,
  putAlarm,
  putMuteRule,
  type RehearsalWanted,
  rehearseAlarm,
  setAlarmActions,
  setAlarmState,
  suggestAlarm,
} from './alarms.ts'
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
export {
  type ClusterAsked,
  type ClusterListener,
  type ClusterMoment,
  followCluster,
  getCluster,
  getClusterAlarms,
  getClusterChanges,
  getClusterEvents,
  getClusterKnown,
  getClusterNodes,
  getClusterObject,
  getClusterObjects,
  getClusterPods,
  getClusters,
  getClusterUsage,
  getClusterWorkloads,
  getGoneObjects,
  getObjectChanges,
  getPodLogs,
  type ObjectAsked,
} from './cluster.ts'
export { cancelExport, type ExportRequest, getCosts, getExports, getLedger, startExport } from './costs.ts'
export { deleteDashboard, getDashboard, getDashboards, putDashboard } from './dashboards.ts'
export { sessionKey, sessionQuery, useFeature, useSession } from './features.ts'
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
export { inOneTurn } from './in-one-turn.ts'
export { getMetricData } from './metric-questions.ts'
export { getMetricNamespaces, getMetricSets, getMetrics, type MetricsWanted } from './metrics.ts'
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
export {
  confirmTopicSubscription,
  createTopic,
  deleteTopic,
  getTopicDeliveries,
  getTopics,
  subscribeTopic,
  testTopic,
  unsubscribeTopic,
} from './topics.ts'
export { type ClusterRange, getApplications, getStanding, getTroubles } from './troubles.ts'
