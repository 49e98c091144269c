/** The door of the Logs page, and of what other pages about logs share with it. */
export { DeleteGroup, Retention, SetRetention, sendCommand, showRetention } from './groups/index.ts'
export { LevelSign, showLevel } from './level.tsx'
export { LogsPage } from './page.tsx'
export { GroupPicker, PatternInput, queryClasses } from './query/index.ts'
export { LogsSection, SectionHead } from './section.tsx'
export { emptyView, type LogsView, readView, writeView } from './view.ts'
