/** The door of the pages about alarms. */
export { AlarmPage } from './detail/page.tsx'
export { AlarmEditPage } from './editor/page.tsx'
export { AlarmHistoryPage } from './history/page.tsx'
export { AlarmsPage } from './list/page.tsx'
export { MutesPage } from './mutes/page.tsx'
export { AlarmPresetsPage } from './presets/page.tsx'
export { ReceiversPage } from './receivers/page.tsx'
export { AlarmsSection } from './section.tsx'
