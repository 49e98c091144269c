/** The door of the frame. */
export { Frame } from './frame.tsx'
export { atCeiling, daysLeft, diskVerdict, fullness, judgeHealth, nearCeiling, type Verdict } from './health.ts'
export { selfKey, useSelf } from './self.ts'
export { useTimeView } from './time-view.ts'
