/** The door of the journal: how small blocks become durable before the engine has their rows. */
export type { JournalHead } from './frames.ts'
export { type Journal, type JournalOptions, openJournal, replayJournal } from './journal.ts'
