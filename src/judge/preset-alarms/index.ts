/** The door of preset alarms: what is worth watching on any cluster, and why. Pure. */
export { alarmPresets } from './catalogue.ts'
export {
  type OfferedAlarm,
  offeredAlarms,
  type PresetQuestion,
  type PresetTelling,
  presetAlarmInput,
  presetAlarmName,
  presetTag,
} from './offer.ts'
export type { AlarmPreset, Language, PresetTopic, PresetWatch, Words } from './preset.ts'
