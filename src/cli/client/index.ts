/** The door of the command line's client of our HTTP API. */
export { type Api, type ApiTrouble, apiAt, explainTrouble } from './api.ts'
export { linesOf } from './lines.ts'
export { type ServerEvent, serverEventsOf } from './server-events.ts'
