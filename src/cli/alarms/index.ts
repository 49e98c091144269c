/** The door of what `mangru alarms` does. */
export { type GivenTrouble, givenAlarm } from './given.ts'
export { alarmTable, firstAlarms } from './list.ts'
export { muteRuleOf, muteStatusWord, muteTable } from './mutes.ts'
export {
  listOptions,
  type MuteValues,
  muteOptions,
  type PresetsValues,
  presetsOptions,
  type RehearseValues,
  rehearseOptions,
  setStateOptions,
  showOptions,
} from './options.ts'
export { madeText, presetsText } from './presets.ts'
export { rehearsalText, suggestionsText } from './rehearsed.ts'
export { alarmText } from './show.ts'
export { stateOf, stateWord } from './words.ts'
