/** The door of exports: lines of a group written to a folder or a bucket. */
export { type ExportDesk, type ExportTrouble, type ExportWish, openExportDesk } from './desk.ts'
export { defaultPrefix } from './layout.ts'
export type { BucketCredentials } from './places/index.ts'
export type { ExportPorts } from './ports.ts'
