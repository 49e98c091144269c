/** The door of the server: a running Mangru out of a configuration. */
export type { Address, Language, LogLevelName, MangruConfig } from './config.ts'
export { type RunningMangru, startMangru } from './start.ts'
