/** The door of signals: pages that show the present of a cluster are told when to look again. */
export { Signalled, useLookAgain } from './signalled.tsx'
