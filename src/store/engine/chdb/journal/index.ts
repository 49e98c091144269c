/** The door of the journal: how small blocks become durable before the engine has their rows. */
export { type Journals, openJournals } from './journals.ts'
