/** The door of the keyboard. */
export { KeyHelp, Keys } from './help.tsx'
export { type KeyBinding, type KeyName, keyBindings } from './keys.ts'
export { useKeys } from './use-keys.ts'
