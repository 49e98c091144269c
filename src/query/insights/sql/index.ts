/** The plan of a Logs Insights query and the SQL of what the engine does of it. */
export {
  type AnswerValues,
  type FieldSource,
  noPromotedFields,
  type PromotedField,
  type Surroundings,
} from './fields.ts'
export { aggregatesIn, type GroupsSelect } from './groups.ts'
export { type EventFilter, type Plan, plan } from './plan.ts'
export { isDoubtful, mayPromote, numberOfSql, promotedTuple } from './promoted.ts'
export { allEventsSql, countSql, eventsSql, groupsSql, newestFirst, oldestFirst, topGroupsSql } from './statements.ts'
export { topGroups } from './top-groups.ts'
