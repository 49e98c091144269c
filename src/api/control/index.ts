/**
 * The door of control: what whoever owns the data folder may ask of a running Mangru, by a socket in that folder. The running server
 * holds the settings for itself, so `mangru keys` asks it; who may open the socket is who may read the folder.
 */
export { askControl } from './ask.ts'
export { directKeys, type KeyOffice, type KeyTrouble, type NewKey, type ShownKey } from './key-office.ts'
export { type ControlDoor, controlSocket, serveControl } from './serve.ts'
