/** The door of SNS on the wire: topics for alarms and people, and what receivers come to by links. */
export { createSnsDoors, isSnsDoor } from './doors.ts'
export { createSnsService } from './service.ts'
