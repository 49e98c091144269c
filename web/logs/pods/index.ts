/** The door of logs by pods: choosing them, and what is said of them. */
export { PodNotes } from './notes.tsx'
export { titleOf } from './offers.ts'
export { PodPicker } from './picker.tsx'
