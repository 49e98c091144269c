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
  /** Connections of one replica to PostgreSQL (count). */
  settingsConnections: 10,
  /** How long a call waits for a connection to PostgreSQL, free or new (milliseconds). */
  settingsConnectWait: 5_000,
  /** How long one statement in PostgreSQL may take (milliseconds). */
  settingsStatementTime: 30_000,
  /** Log streams, and as many log groups, that the ingest path remembers (count). */
  cachedStreams: 100_000,

  // — engine —
  /** Bytes of one whole answer; streams have no bound. */
  engineAnswerBytes: 67_108_864,
  /** Bytes of one statement's text. */
  engineStatementBytes: 4_194_304,
  /** Statements that run or wait at one engine at the same time (count). */
  engineWaiting: 1_024,
  /** Partitions that one inserted block may touch (count). */
  enginePartitionsPerBlock: 2_000,
  /** How often a block is given to an engine that dies under it (count). */
  engineInsertAttempts: 8,
  /** How long a statement waits for an engine that is being started again (ms). */
  engineRestartWait: 15_000,
  /** Longest pause before the engine is started again (ms). */
  engineRestartPause: 5_000,
  /** An engine that lived this long starts again without its earlier deaths being counted (ms). */
  engineSteadyAfter: 30_000,
  /** How long a start waits for a predecessor to let go of the directory (ms). */
  engineLockPatience: 5_000,
  /** How long the engine may take to end before it is killed, which is safe (ms). */
  engineClosePatience: 4_000,
  /** Time between two looks at a running statement's progress (ms). */
  engineProgressStep: 200,
} as const
