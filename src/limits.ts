/** Every bound of Mangru, named in one place with its unit. Each has a test at the bound and one past it. */
export const limits = {
  // — settings —
  /** Tags on one log group (count). */
  tagsPerResource: 50,
  /** How long an opening SQLite file waits for the process before it to let go (milliseconds). */
  settingsLockWait: 1_000,
  /** SQL statements that SQLite keeps ready to run (count). */
  settingsStatements: 128,
  /** A settings file up to this size is read through for damage at the start (bytes). */
  settingsCheckedBytes: 33_554_432,
  /** Log streams, and as many log groups, that the ingest path remembers (count). */
  cachedStreams: 100_000,
} as const
