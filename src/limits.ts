/** Every bound of Mangru, named in one place with its unit. Each has a test at the bound and one past it. */
import type { Millis } from './model/index.ts'

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

  // — Logs Insights: what is kept —
  /** Saved queries (count). */
  queryDefinitions: 1_000,
  /** Lookup tables (count). */
  lookupTables: 100,
  /** Scheduled queries (count). */
  scheduledQueries: 1_000,
  /** How long a run of a query and its answer are kept (ms). */
  queryRunLife: 604_800_000 as Millis,
  /** Compressed bytes of all kept answers; the oldest make room. */
  keptAnswerBytes: 268_435_456,
  /** One kept piece of an answer: rows (count) and their JSON (UTF-16 units), give or take one row. */
  answerPageRows: 1_000,
  answerPageChars: 524_288,
  /** How long a replica's queries are held to run without word from it (ms), and how often it gives word (ms). */
  queryHold: 30_000 as Millis,
  queryHoldEvery: 2_000 as Millis,
  /** How often old runs and answers are cleared away (ms). */
  queryTidyEvery: 600_000 as Millis,

  // — Logs Insights: running —
  /** Queries that run at the same time, however much memory there is (count). */
  queriesAtOnce: 16,
  /** Queries that run and wait together (count). */
  queriesUnderWay: 100,
  /** How long a query may run (ms). */
  queryTime: 3_600_000 as Millis,
  /** Log groups that SOURCE may choose (count), and that a caller may name (count). */
  sourceGroups: 10_000,
  queryGroups: 50,
  /** Slices of a quarter of an hour, and events of each (count), that a sample for field names takes. */
  fieldSlices: 8,
  fieldSliceEvents: 250,
  /** Field names in one answer (count), and values shown of each (count). */
  sampledFields: 1_000,
  fieldValues: 10,
  /** Rows of one GetQueryResults (count). */
  queryResultsCount: 10_000,
  /** A page of DescribeQueries and of DescribeQueryDefinitions without a word about it (count). */
  describeQueriesCount: 1_000,
  /** Parameters of a saved query (count). */
  queryParameters: 20,
  /** A time of a query up to this is in seconds, a larger one in milliseconds. */
  secondsUpTo: 100_000_000_000,
  /** How far ahead the next time of a schedule is looked for (days). */
  scheduleDays: 3_660,
  /** How often it is looked for scheduled queries whose time has come (ms). */
  scheduleEvery: 5_000 as Millis,
  /** How long it is kept what became of a scheduled run (ms). */
  triggerLife: 2_592_000_000 as Millis,
  /** A lookup table's text (bytes, UTF-8), and the request that brings it, with every character that JSON may escape (bytes). */
  lookupTableBytes: 10_485_760,
  lookupRequestBytes: 23_068_672,
  /** Answers held in memory because they could not be kept (count). */
  unkeptAnswers: 20,

  // — engine —
  /** How often the engine’s process looks how much of its program text is mapped (ms), and what it may keep when it looks (bytes). */
  engineTextEvery: 3_000 as Millis,
  engineTextBytes: 144 * 1024 * 1024,
  /** How often the engine’s process looks whether its merges have stepped back (ms), and how far they do (nice). */
  engineMergeLook: 5_000 as Millis,
  engineMergeNice: 10,
  /** What inserts leave free of the disk, for merges, journals and settings (bytes). */
  engineDiskReserve: 67_108_864,
  /** How often the engine’s process looks whether all was written that its merges wrote (ms): what they were made from is kept for eight minutes. */
  engineWriteLook: 30_000 as Millis,
  /** Bytes of one whole answer; streams have no bound. */
  engineAnswerBytes: 67_108_864,
  /** Bytes of one statement's text. */
  engineStatementBytes: 4_194_304,
  /** Statements that run or wait at one engine at the same time (count). */
  engineWaiting: 1_024,
  /** A block up to this size is handed to the engine without waiting for the disk's queue (bytes). */
  engineBlockAtOnce: 2_097_152,
  /** A small block that may gather with others goes through the journal up to this size (bytes). */
  journalBlockBytes: 524_288,
  /** What the journal gathers goes into the engine when it is this much (bytes) … */
  journalGroupBytes: 4_194_304,
  /** … or this old (ms). */
  journalGroupAge: 250 as Millis,
  /** More than this and no block is taken until the one before is in (bytes). */
  journalBytes: 8_388_608,
  /** Tokens of blocks that a journal remembers, as the engine's own tables do (count). */
  journalTokens: 1_000,
  /** Pause before rows that the engine did not take are given to it again (ms). */
  journalRetryPause: 250 as Millis,
  /** Partitions that one inserted block may touch (count). */
  enginePartitionsPerBlock: 200,
  /** How often a block is given to an engine that dies under it (count). */
  engineInsertAttempts: 8,
  /** How long a statement waits for an engine that is being started again (ms). */
  engineRestartWait: 15_000,
  /** Longest pause before the engine is started again (ms). */
  engineRestartPause: 5_000,
  /** An engine that lived this long starts again without its earlier deaths being counted (ms). */
  engineSteadyAfter: 1_000,
  /** How long a start waits for a predecessor to let go of the directory (ms). */
  engineLockPatience: 5_000,
  /** How long the engine may take to end before it is killed, which is safe (ms). */
  engineClosePatience: 4_000,
  /** Rows of one inserted block (count); more would be split, and the parts of a split block have one token between them. */
  engineBlockRows: 10_000_000,
  /** Longest time for one request to a ClickHouse server (ms). */
  engineRequestPatience: 3_600_000,
  /** Time between two attempts to kill a cancelled statement (ms). */
  engineKillStep: 50,
  /** Time between two looks at a running statement's progress (ms). */
  engineProgressStep: 200,

  // — AWS protocols —
  /** One request body, as sent and unpacked (bytes). A full PutLogEvents batch whose every character is escaped fits. */
  awsBodyBytes: 8_388_608,
  /** How much of a refused body is still read, so that the client gets the answer and not a broken connection (bytes). */
  awsDrainBytes: 268_435_456,
  /** When bodies have used up their room, one that has come for this long (ms) … */
  awsBodyPatience: 5_000,
  /** … more slowly than this gives its room up (bytes a second). */
  awsBodyBytesPerSecond: 32_768,
  /** Body buffers kept for the next requests (bytes). */
  awsIdleBufferBytes: 8_388_608,
  /** Bodies up to this size are parsed without counting their values first (bytes). */
  awsJsonUncheckedBytes: 1_572_864,
  /** Brackets and commas outside of texts in a larger body (count). */
  awsJsonTokens: 100_000,
  /** Fields of a form, values of a CBOR body, and how deep both may be nested (count). */
  awsFormFields: 100_000,
  cborItems: 200_000,
  awsDepth: 16,
  /** Faults that one validation answer names (count). */
  awsValidationErrors: 10,
  /** How much of a wrong value its answer repeats (characters). */
  awsValidationValueChars: 512,

  // — CloudWatch Logs —
  /** Log groups of one account (count). */
  logGroups: 1_000_000,
  /** A page of a Describe operation (count). */
  describeCount: 50,
  /** A page of ListLogGroups (count). */
  listLogGroupsCount: 1_000,
  /** Names that ListLogGroups looks at for one page (count). */
  listLogGroupsScanned: 50_000,
  /** Streams that a name prefix may select for one search (count). */
  searchedStreams: 100_000,
  /** Events of one PutLogEvents (count). */
  putLogEventsCount: 10_000,
  /** One PutLogEvents, and one event: message bytes and `logEventOverhead` each (bytes). */
  putLogEventsBytes: 1_048_576,
  logEventOverhead: 26,
  /** From the first to the last event of one PutLogEvents (milliseconds). */
  putLogEventsSpan: 86_400_000,
  /** How old an event may be when it arrives (milliseconds). */
  logEventAge: 1_209_600_000,
  /** How far ahead of our clock an event may be (milliseconds). */
  logEventLead: 7_200_000,
  /** A page of GetLogEvents and FilterLogEvents (count, bytes of messages). */
  logPageCount: 10_000,
  logPageBytes: 1_048_576,
  /** After this long FilterLogEvents answers with what it has, and a token to go on (milliseconds). */
  filterLogEventsBudget: 3_000,
  /** How long a paging token is good (milliseconds). */
  pagingTokenLife: 86_400_000,
  /** The last instant that a search may name, 2286 (milliseconds since 1970): later ones mean "no end". */
  lastInstant: 9_999_999_999_999,

  // — costs —
  /** Groups that the cost page counts (count). */
  costGroups: 10_000,
  /** Workloads that it lists, the dearest first (count). */
  costWorkloads: 500,
  /** Recommendations, the best first (count). */
  costRecommendations: 50,
  /** The longest window that costs are measured over (days). */
  costDays: 90,

  // — the ledger of no loss —
  /** Events that come so long after their own time are late (ms). */
  lateAfter: 600_000,
  /** Sources (streams) that are counted one by one; past it those that were quiet longest are forgotten (count). */
  ledgerSources: 10_000,
  /** Sources on one page (count). */
  ledgerPage: 200,
  /** A source that was heard of within this is active (ms). */
  ledgerRecent: 3_600_000,
  /** How long the counting of what can be found may take (ms). */
  ledgerCountTime: 5_000 as Millis,
  /** The canary's round (ms). */
  canaryEvery: 10_000 as Millis,
  /** Lines of its own that it looks at to find its line (count). */
  canaryLines: 10,
  /** Rounds whose times are remembered: an hour (count). */
  canaryTimes: 360,

  // — logs: writing —
  /** A request that waits alone is committed after this long (ms). */
  commitWindow: 200 as Millis,
  /** The same, where small blocks cost the engine little and the open block is one (ms). */
  commitSmallWindow: 4 as Millis,
  /** An open block is committed at once when it holds this many bytes of messages … */
  commitSoonBytes: 4_194_304,
  /** … or this many requests, and nobody else is expected: as many as were last answered and waited came, or … (count) */
  commitSoonBatches: 32,
  /** … none came for this long (ms). */
  commitQuiet: 5 as Millis,
  /** More than this many are never waited for (count). */
  commitExpectedMost: 512,
  /** Bytes of messages in one inserted block, give or take the last request. */
  commitBlockBytes: 8_388_608,
  /** Memory of stored blocks that is kept for the next ones, until a collection (bytes). */
  blockIdleBytes: 16_777_216,
  /** A block that is small to merges (bytes of messages), and how many in a row make them wide with little memory (count). */
  smallBlockBytes: 1_048_576,
  smallBlocksInRow: 32,
  /** Parts of the log table that one merge takes at most, by its width (count); the wide one's is the engine's own. */
  mergePartsNarrow: 7,
  mergePartsWide: 99,
  /** Blocks under way to the engine at the same time (count). */
  insertsInFlight: 2,
  /** How long a block is tried again while the engine is away (ms). */
  commitRetryFor: 30_000 as Millis,
  commitRetryPause: 250 as Millis,
  /** Calls of writers that are remembered so that a repeat adds nothing (count) … */
  rememberedCalls: 65_536,
  /** … for at least this long, a restart in between or not (ms). */
  rememberedCallLife: 600_000 as Millis,
  /** How long before a stop the answer to a stored batch may still have been on its way, so that the same body is its repeat (ms). */
  unheardCallLife: 60_000 as Millis,
  /** What a refused writer is told to wait (ms). */
  slowDownRetryAfter: 1_000 as Millis,
  /** The operator is told of rows that cannot be stored at most so often (ms). */
  troubleToldEvery: 10_000,

  // — logs: reading —
  /** Steps of time in a search's plan (count). */
  searchPlanSteps: 2_000,
  /** Rows in the first window of a search with a condition (count); later ones are up to eight times the one before. */
  searchFirstWindowRows: 200_000,
  /** Rows in any window of a search (count), where one step of the plan does not hold more. */
  searchWindowRows: 8_000_000,
  /** Values of one facet (count). */
  facetValues: 100,

  // — logs: n-grams —
  /** Cells (ten minutes of a group) whose n-grams are gathered at the same time (count), and of one group: 128 KiB each. */
  ngramTables: 16,
  ngramTablesOfGroup: 12,
  /** Groups whose lines are counted, to know who writes most (count). */
  ngramGroups: 10_000,
  /** Lines for which n-grams are gathered and kept at all (count): fewer are read as quickly. */
  ngramLeastLines: 1_024,
  /** Lines after which a cell may be closed for another that is written now (count). */
  ngramLinesToClose: 8_192,
  /** A cell that was not written for so long is at rest (ms). */
  ngramRest: 60_000 as Millis,
  /**
   * Which share of a cell's bits is set where it is kept in as few bytes as tell enough; how many bytes are kept for each of its lines even so;
   * and which share is set at most: above it a cell is closed.
   */
  ngramKeptFill: 0.78,
  ngramBytesALine: 2,
  ngramFill: 0.8,
  /** After so many lines it is looked at whether a table is full (count). */
  ngramFullEvery: 16_384,
  /** Closed cells that are stored together (count), sooner when they wait for so long as `ngramRest`, and how many wait: what is more is not kept. */
  ngramCellsTogether: 8,
  ngramCellsWaiting: 32,
  /** How long the store may look for what a cell held before (ms). */
  ngramStoreTime: 2_000 as Millis,
  /** N-grams of a search's texts that are looked for (count). */
  ngramsAsked: 64,
  /** Cells, and closed stretches of them, that are looked at for one search (count). */
  ngramCellsAsked: 50_000,
  /** Cells that one statement leaves out (count). */
  ngramCellsLeftOut: 4_096,

  // — metrics —
  /** Metric filters of one log group (count), and how many of them may hold a regular expression. */
  metricFilters: 100,
  metricFiltersWithRegex: 5,
  /** Texts of the patterns of one log group that are looked for at once (count, 52 at most), and of each (bytes); others one by one. */
  scannedTexts: 48,
  scannedTextBytes: 256,
  /** Of messages that lie together, looked through at once (bytes); more are looked through one by one. */
  scannedBytes: 2_097_152,
  /** Sets of such texts of which is remembered what patterns a message with them may match (count); then it begins anew. */
  scannedKinds: 1_024,
  /** Dimensions of a metric filter (count). */
  metricFilterDimensions: 3,
  /** Different dimension values that a metric filter may make within an hour (count); then it is stopped. */
  metricFilterPairs: 1_000,
  /** Minutes that a metric filter with a default value remembers (count); forgetting costs a sample that nobody sees. */
  settledMinutes: 4_096,
  /** How often other replicas' changes of metric filters are looked for (ms). */
  metricFilterRefresh: 1_000 as Millis,
  /** How long before the last event the account of what arrived may not have been written (ms). */
  volumeWindow: 300_000 as Millis,
  /** How long samples, roll-ups of five minutes and of an hour are kept, if nobody says otherwise (days): as CloudWatch's, by age. */
  metricDays: { samples: 15, fives: 63, hours: 455 },
  /** Samples are not kept shorter (days): as old as that they may come. Nothing is kept longer (days). */
  metricLeastDays: 15,
  metricMostDays: 3_650,
  /** How often days that are to be rolled up, or have expired, are looked for (ms). */
  metricRetireEvery: 3_600_000 as Millis,
  /** What counts no longer stays for readers who began before (ms). */
  metricRest: 7_200_000 as Millis,
  /** Rows that one statement of a roll-up reads, about (count). */
  metricRollUpRows: 2_000_000,
  /** Rows of samples that go to the engine in one insert, give or take a call (bytes), and inserts at the same time (count). */
  metricBlockBytes: 8_388_608,
  /** Rows that are worth an insert when the engine has nothing else to do (bytes). */
  metricSoonBytes: 262_144,
  metricInsertsInFlight: 2,
  /** Series behind the metrics that one question names (count). */
  metricSeriesFound: 50_000,
  /** Statements for one question of many lines at the same time, series in one of them, points in its answer, give or take a line (count). */
  metricStatementsAtOnce: 3,
  metricStatementSeries: 5_000,
  metricStatementPoints: 200_000,
  /** How long before a stop an event may have been stored whose births were not (ms). */
  unbornWindow: 60_000 as Millis,
  /** Pause before what could not be made up for after a start is tried again (ms). */
  makeUpPause: 1_000 as Millis,
  /** Field selection criteria of a filter (UTF-16 units). */
  fieldSelectionLength: 2_000,
  /** How old a sample may be when it arrives, and how far ahead of our clock (ms). */
  metricAge: 1_209_600_000,
  metricLead: 7_200_000,
  /** Dimensions of one metric (count), and one value (UTF-16 units). */
  metricDimensions: 30,
  metricDimensionValueLength: 1_024,
  /** Data of one PutMetricData, metrics of one page of ListMetrics, and series that are read at once (count). */
  metricData: 1_000,
  metricPage: 500,
  metricSeriesRead: 2_000,
  /** How long ago a metric that was active recently had its last sample (ms). */
  metricRecent: 10_800_000,
  /** Datapoints of one GetMetricStatistics, and of one page of GetMetricData (count). */
  metricStatisticsPoints: 1_440,
  metricDataPoints: 100_800,
  /** Different values of one distribution (count). */
  metricDistributionValues: 150,
  /** Metrics of one directive of an embedded-metric event, values of one of them, samples of one event (count). */
  embeddedMetrics: 100,
  embeddedValues: 100,
  embeddedSamples: 10_000,
  /** Namespace and metric name, and the name of a dimension, in an embedded-metric event (UTF-16 units). */
  embeddedNameLength: 1_024,
  embeddedDimensionNameLength: 250,
  /** Series that the program remembers, so that a sample costs no hash (count). */
  rememberedSeries: 100_000,
  /** How exactly the store knows until when a series was active (ms). */
  seriesToldEvery: 900_000 as Millis,

  /** Seconds of arrivals in the first stretch that is read in the order of arrival (count); later ones grow while they hold little. */
  arrivalStretch: 60,
  /** How long it may take to count what a subscription has yet to deliver (ms). */
  arrivalCountTime: 3_000 as Millis,

  // — logs: leaving —
  /** How often expired and deleted rows are looked for (ms). */
  janitorEvery: 600_000 as Millis,
  /** Expired rows may wait this long, so that a day is not rewritten for every minute that expires (ms). */
  janitorSlack: 1_500_000 as Millis,
  /** How long after a delete its rows may still be arriving (ms). */
  tombstoneRest: 120_000 as Millis,
  /** Groups and streams that one statement of the janitor names, and deletes that one round works off (count). */
  sweptIds: 10_000,

  // — auth —
  /** How far a caller's clock may be off, either way (ms). */
  signatureSkew: 900_000,
  /** Derived signing keys that are remembered, one per access key, day, region and service (count). */
  signingKeys: 1_000,
  /** Access keys and tokens, also unknown ones, that are remembered (count). */
  rememberedKeys: 10_000,
  /** How long an access key or token is believed without asking the settings again, so how late a revocation may act (ms). */
  rememberedKeyLife: 1_000,
  /** Browser sessions at once; the oldest goes first (count). */
  sessions: 10_000,
  /** How long a browser session lasts (ms). */
  sessionLife: 43_200_000,
  /** Characters of a key's name (count). */
  keyNameLength: 128,
  /** The shortest secret or token that is taken from a folder of keys (characters), and how often the folder is read (ms). */
  folderSecretLeast: 20,
  keyFolderEvery: 60_000 as Millis,
  /** Names that a made certificate is told to be good for (count). */
  certificateNames: 20,
  /** A made server certificate lasts so long (ms): what today's browsers accept. */
  certificateLife: 34_300_800_000,
  /** A made certificate is made anew when it has less than this left (ms). */
  certificateRenewal: 2_592_000_000,
  /** A running server looks at least so often whether its certificate is to be asked for again (ms). */
  certificateCheckEvery: 86_400_000,
  /** And, when that failed, not sooner than after this (ms). */
  certificateRetry: 60_000,
  /** The made authority lasts so long (ms). */
  authorityLife: 315_360_000_000,

  // — command line —
  /** One request on the control socket (characters). */
  controlRequestChars: 4_096,
  /** How long a connection to the control socket may be silent (milliseconds). */
  controlPatience: 5_000,
  /** The longest path of a socket that every system takes (bytes). */
  socketPathBytes: 100,
  /** Lines (or groups) that one `mangru logs` shows (count). */
  shownLines: 1_000_000,
  /** Faults of a query that `--mend` mends one after the other (count). */
  queryMends: 5,
  /** Ids of shown lines that a follow remembers, so that none is shown twice (count). */
  followedIds: 100_000,
  /** How much older than a broken connection a line may be and still be caught up by a follow (milliseconds). */
  followLateness: 600_000 as Millis,
  /** Longest pause before a follow tries again (milliseconds). */
  followPause: 30_000 as Millis,
  /** Pages of one list of an AWS account that `mangru import cloudwatch` reads (count). */
  importPages: 2_000,
  /** From the signal to the end of `mangru up`, at most (milliseconds). */
  upStopTime: 10_000 as Millis,

  // — server —
  /** Bytes read from a socket at once. */
  httpReadBytes: 262_144,
  /** How long an idle connection stays open (ms); longer than agents' flush intervals. */
  httpKeepAlive: 75_000,
  /** How long a client may take for its headers, and for a whole request (ms). */
  httpHeadersTime: 30_000,
  httpRequestTime: 300_000,
  /** How often connections are looked through for clients that took too long (ms). */
  httpCheckEvery: 5_000,
  /** How long a connection that is refused is still read, so that its client gets the answer and not a reset (ms). */
  httpLinger: 2_000 as Millis,
  /** How long running requests may take to end when the server stops (ms). */
  stopPatience: 5_000 as Millis,
  /** Log groups that are counted one by one, and how many of them the account shows (count). */
  countedGroups: 10_000,
  selfGroups: 500,

  // — live tail —
  /** StartLiveTail: sessions at once, groups of one, its stream names or prefixes (count). */
  liveTailSessions: 15,
  liveTailGroups: 10,
  liveTailStreams: 100,
  /** How long a session lasts (ms). */
  liveTailLife: 10_800_000 as Millis,
  /** Longest time between two updates (ms), and what one holds: events (count) and their messages (UTF-16 units). */
  liveTailUpdateEvery: 1_000 as Millis,
  liveTailEvents: 500,
  liveTailChars: 1_048_576,
  /** With events waiting, an update may follow the last one so soon (ms). */
  liveTailSoonest: 250 as Millis,

  // — subscriptions —
  /** Subscription filters of one group, and of all groups (count). */
  subscriptionsPerGroup: 5,
  subscriptions: 200,
  /** Destinations with a name of their own (count). */
  logDestinations: 50,
  /** A destination, and the policy of a named one (characters). */
  destinationLength: 2_048,
  destinationPolicyLength: 5_120,
  /** One delivered message: events (count) and their texts (bytes), unless one alone is larger. */
  deliveryMessageEvents: 10_000,
  deliveryMessageBytes: 1_000_000,
  /** What all subscriptions together take from the store, or keep of what just came, at once; divided among them (bytes of messages). */
  deliveryRoundsBytes: 67_108_864,
  /** The same for one subscription, at most and at least. */
  deliveryRoundMost: 16_777_216,
  deliveryRoundLeast: 65_536,
  /** Events wait this long for others to go with them (ms). */
  deliveryGather: 500 as Millis,
  /** Messages on their way to one destination (count). */
  deliveryConcurrency: 4,
  /** Messages on their way to one file: those that wait go by one write (count). */
  deliveryFileMessages: 64,
  /** How long a receiver may take to answer (ms), and how much of what it says is looked at (bytes). */
  deliveryTimeout: 30_000 as Millis,
  deliveryAnswerBytes: 4_096,
  /** The first pause before a message is tried again, and the longest (ms). */
  deliveryPauseFirst: 1_000 as Millis,
  deliveryPauseMost: 300_000 as Millis,
  /** A receiver that names a time to wait is not waited for longer than this (ms). */
  deliveryRetryAfterMost: 3_600_000 as Millis,
  /** How often a message is tried that the receiver calls wrong (count). */
  deliveryRefusals: 5,
  /** How long an event is tried at all (ms): then it is given up, and counted. */
  deliveryRetryFor: 86_400_000 as Millis,
  /** A subscription whose destination has failed for so long is shown as failing (ms). */
  deliveryFailingAfter: 600_000 as Millis,
  /** How often progress is saved while something is delivered, and while nothing is (ms). */
  deliverySaveEvery: 5_000 as Millis,
  deliveryIdleSave: 60_000 as Millis,
  /** How often the settings are looked at for subscriptions that have come or gone (ms). */
  deliveryRefresh: 5_000 as Millis,
  /** A file of delivered events is followed by the next when it has this many bytes. */
  deliveryFileBytes: 134_217_728,

  // — filter patterns —
  /** A pattern that the parser looks at (UTF-16 units); the AWS operations allow 1,024. */
  filterPatternLength: 16_384,
  /** Parentheses inside each other in a pattern (count). */
  filterPatternDepth: 32,
  /** Regular expressions in one pattern (count). */
  filterRegexes: 2,
  /** What the repetitions of one regular expression may count to together (count): bounds the engine's program. */
  filterRegexRepeats: 500,
  /** Selectors with a wildcard in one pattern (count). */
  filterWildcardSelectors: 3,
  /** Names and indices in one selector (count). */
  filterSelectorSteps: 32,
  /** Objects and arrays inside each other in a message that is taken as JSON (count): what the engine's parser takes. */
  filterJsonDepth: 1_023,
  /** Text of a whole-word search (UTF-16 units). */
  wordLength: 1_024,

  // — Logs Insights: language —
  /** Text of a query, before and after saved queries are put in (UTF-16 units). */
  insightsQueryLength: 10_000,
  /** Parentheses, calls and operators inside each other in a query (count). */
  insightsDepth: 200,
  /** Captures of one `parse` pattern (count). */
  insightsGlobStars: 100,
  /** `stats` in one query (count). */
  insightsStats: 10,
  /** Rows that `limit` may name (count). */
  insightsLimitRows: 100_000,

  // — decisions on the command line —
  /** One case of `mangru decide` (UTF-16 units). */
  decideCaseLength: 33_554_432,

  // — metric math and Metrics Insights —
  /** Text of an expression or a Metrics Insights query that the parser looks at (UTF-16 units); the AWS operations allow 2,048. */
  mathExpressionLength: 16_384,
  /** Functions, parentheses, signs and powers inside each other in an expression (count). */
  mathDepth: 200,
  /** The longest period (seconds): 455 days, so that one value can stand for all that is kept. */
  mathPeriod: 39_312_000,
  /** Metrics and expressions of one request (count). */
  mathQueries: 500,
  /** The same for an alarm, metrics and expressions each (count). */
  mathAlarmQueries: 10,
  /** The id of a metric or an expression (characters). */
  mathIdLength: 255,
  /** Metrics that the expressions of one request read, each once for every period it is read at (count). */
  mathReadings: 2_000,
  /** Time series in one list (count). */
  mathSeries: 2_000,
  /** Points that the expressions of one request compute, those between included (count). */
  mathPoints: 20_000_000,
  /** Text of a search (UTF-16 units), parentheses and NOT inside each other in it, metrics that it gives (count). */
  searchExpressionLength: 1_024,
  searchDepth: 100,
  searchSeries: 500,
  /** Metrics that one Metrics Insights query looks at, and time series that it gives (count). */
  metricsInsightsMetrics: 10_000,
  metricsInsightsSeries: 500,
  /** Points that one GetMetricData reads before anything is computed (count). */
  dataPoints: 5_000_000,
  /** Points of one answer of our API (count), and dimension sets of one namespace that it tells (count). */
  apiMetricPoints: 1_000_000,
  /** Questions that our API answers together (count): a board has more widgets in sight only on a wall. */
  apiMetricQuestions: 32,
  metricSets: 1_000,
  /** Width and height of a picture of metrics, at least and at most (pixels). */
  pictureLeast: 1,
  pictureMost: 2_000,
  /** Series drawn on one picture, thresholds and moments each, points of all its series (count); of more the outline is drawn. */
  pictureSeries: 100,
  pictureMarks: 50,
  picturePoints: 100_000,
  /** Pictures drawn at the same time, and those that wait (count). */
  picturesAtOnce: 2,
  picturesWaiting: 20,
  /** Metrics and expressions of one widget that GetMetricWidgetImage draws (count), and its JSON (UTF-16 units). */
  widgetMetrics: 100,
  widgetLength: 102_400,

  // — our HTTP API —
  /** A preview of a metric filter: lines of the time range, matching lines whose values are taken, samples and bars (count) … */
  previewScanned: 100_000_000,
  previewLines: 50_000,
  previewSamples: 20,
  previewBars: 120,
  /** … and how long values are taken (ms). */
  previewTime: 5_000 as Millis,
  /** Body of a request to our own API (bytes). */
  apiBodyBytes: 1_048_576,
  /** Log groups that one search may name (count). */
  selectedGroups: 100,
  /** Streams that one search may name (count). */
  selectedStreams: 100,
  /** Pods that one search may mean (count), those that a look at them shows, and containers that it names. */
  chosenPods: 5_000,
  shownPods: 500,
  chosenContainers: 50,
  /** Deleted pods that a search by pods looks through (count): those of the range that ended last. */
  endedPods: 20_000,
  /** Of pods, the newest lines that the command line holds to show them in order (count). */
  tailLines: 20_000,
  /** Pods that ended within this time (ms) are still known to who follows: their last lines may come late. */
  followedPast: 3_600_000 as Millis,
  /** Names that are offered for a mistyped one (count). */
  nearestNames: 5,
  /** Field and word filters of one search (count), and the text of one (UTF-16 units). */
  selectionFilters: 50,
  selectionFilterLength: 1_024,
  /** Events of one search (count); `next` goes on. */
  searchEvents: 10_000,
  /** Messages of one search (bytes), give or take a page; `next` goes on. */
  searchAnswerBytes: 67_108_864,
  /** Events, and bytes of messages, that are sent in one piece of a search or download. */
  searchPieceEvents: 500,
  searchPieceBytes: 1_048_576,
  /** A search shows what it has found so far after this long (ms). */
  searchPieceTime: 1_500 as Millis,
  /** Bars of a histogram (count). */
  histogramBars: 1_000,
  /** Events before, and as many after, in a context (count). */
  contextEvents: 500,
  /** A page of log groups or streams (count). */
  apiPageCount: 1_000,
  /** Messages that one check of a pattern tries (count). */
  patternMessages: 1_000,
  /** Followers at once (count). */
  followers: 64,
  /** Time between two frames to a follower (ms). */
  followFrameTime: 250 as Millis,
  /** Pages at once that are told what changes in a cluster (count). */
  clusterWatchers: 64,
  /** Time between two words to one of them (ms). */
  clusterSignalTime: 250 as Millis,
  /** Events, and bytes of messages, that wait for one follower and go out in one frame; older ones are left out and counted. */
  followFrameEvents: 500,
  followFrameBytes: 1_048_576,
  /** Messages of one group that are tried between two frames, for all who follow it together (count); past it the rest is estimated. */
  followTried: 20_000,
  /** Downloads at once (count). */
  downloads: 8,

  // — log patterns —
  /** Of a line, this much is looked at (UTF-16 units, tokens); lines that differ only after it are alike. */
  patternLineLength: 8_192,
  patternTokens: 512,
  /** Patterns and shapes that one miner keeps apart (count); past it the rarest are joined. */
  patternsMost: 8_192,
  /** Tokens of all shapes of one miner (count). */
  patternPlaces: 400_000,
  /** Different values that are counted of one varying part, and of all of one miner (count); past it rare ones are dropped. */
  patternTokenValues: 64,
  patternValues: 100_000,
  /** A value that is kept (UTF-16 units). */
  patternValueLength: 128,
  /** Lines that a pattern shows as examples (count), and how much of one (UTF-16 units). */
  patternExamples: 3,
  patternExampleLength: 2_048,

  // — Logs Insights: values and functions —
  /** Fields that one message brings along (count); more are reached by parse and jsonParse. */
  insightsDiscoveredFields: 200,
  /** Brackets of a Lambda line that are tried as the beginning of JSON (count). */
  insightsFragmentTries: 16,
  /** Compiled regular expressions that are remembered (count). */
  insightsRegexes: 256,
  /** Matches of one text for `parse … multi` (count). */
  insightsMatchesPerText: 10_000,
  /** Items of a list and keys of a map that a function makes of a text (count). */
  insightsListItems: 10_000,
  /** A text that a function makes (UTF-16 units); a longer one is null. */
  insightsTextLength: 4_194_304,
  /** Time zones, and as many patterns of dates, that are remembered (count). */
  insightsZones: 64,
  /** A pattern of parseDate (UTF-16 units). */
  insightsDatePattern: 256,
  // — Logs Insights: commands —
  /** Rows of an answer when the query does not say how many (count). */
  insightsDefaultRows: 10_000,
  /** Rows that join, unnest, parse … multi or fillmissing may make in memory (count). */
  insightsGrownRows: 200_000,
  /** Different keys of the right side of a join (count). */
  insightsJoinKeys: 50_000,
  /** Names of columns that are remembered as fields (count). */
  insightsNames: 1_000,
  /** Stretches of time before the asked one by which anomaly measures (count). */
  insightsAnomalyWindows: 4,
  /** Values that relevantfields tells (count), and the longest that it looks at (UTF-16 units). */
  insightsRelevantValues: 100,
  insightsRelevantValueLength: 1_024,

  // — Logs Insights: plan and run —
  /** Steps of a dotted name that are looked for in every cut, `a.b.c` also as `a` and `b.c` (count); longer names are read by the interpreter. */
  insightsPathSteps: 4,
  /** Subqueries that one statement is made of (count); a query that needs more runs in the interpreter. */
  insightsSqlDepth: 60,
  /** A condition with all its names written out (characters); a longer one runs in the interpreter. */
  insightsSqlWeight: 100_000,
  /** Events, and bytes of their messages, that a query may hold in memory for what the engine cannot do. */
  insightsHeldEvents: 200_000,
  insightsHeldBytes: 134_217_728,
  /** Groups of stats that are taken out of the engine for the commands that follow (count). */
  insightsGroups: 100_000,
  /** Events that are asked for at once (count). */
  insightsPageEvents: 10_000,
  /** Events that the interpreter works off before others get the thread (count). */
  insightsSliceEvents: 1_000,
  /** One statement of a query (bytes, ms). */
  insightsStatementMemory: 536_870_912,
  insightsStatementTime: 900_000 as Millis,
  /** A query that has fewer events in range than this shows nothing before it is done (count). */
  insightsPartialFrom: 1_000_000,
  /** Values of a query inside `in ( … )` that a statement may hold (count, UTF-16 units); with more, the condition runs in the interpreter. */
  insightsAnswerValues: 10_000,
  insightsAnswerBytes: 1_048_576,
  /** Least time between two partial answers (ms). */
  insightsPartialStep: 200 as Millis,
  /** Streams whose names a statement may hold (count); with more, conditions on names run in the interpreter. */
  insightsNamedStreams: 10_000,

  // — Fields with columns of their own —
  /** Fields of messages that have a column, and columns: each holds the fields of one choice (count, count). */
  promotedFields: 16,
  promotedColumns: 4,
  /** What all of them, and one value, may take on disk by the estimate of a sample (bytes a line, bytes a value). */
  promotedBytesPerLine: 8,
  promotedValueBytes: 6,
  /** Least part of all lines that must have a field (0 to 1). */
  promotedShare: 0.05,
  /** Fewer lines in a day need no columns (count). */
  promotedFrom: 200_000,
  /** Groups that are looked at, lines of each, and the longest line (count, count, UTF-16 units). */
  promotedSampleGroups: 16,
  promotedSampleLines: 400,
  promotedSampleLine: 8_192,
  /** Names that queries asked for and that are remembered for the choice (count). */
  promotedAsked: 256,
  /** Part of all rows that must have a column in their files before queries read it (0 to 1). */
  promotedReady: 0.95,
  /** Parts without a column that are older are filled; younger ones are merged anyway (ms). */
  promotedRest: 600_000 as Millis,
  /** The first look at what lines hold, and the longest pause between two (ms). */
  promotionFirst: 5_000 as Millis,
  promotionEvery: 600_000 as Millis,
  /** The longest pause while columns are being filled (ms). */
  promotionWatch: 20_000 as Millis,

  // — Rest —
  /** From the start to the first look whether the server rests, and from one look to the next (ms). */
  restFirst: 4_000 as Millis,
  restEvery: 20_000 as Millis,
  /** CPU between two looks up to which it does (ms). */
  restCpu: 1_000 as Millis,

  // — Exports and policies —
  /** Exports that have ended and are still listed (count). */
  keptExports: 500,
  /** How long an export is held to run without word from who runs it (ms), and how often it gives word (ms). */
  exportHold: 30_000 as Millis,
  exportHoldEvery: 2_000 as Millis,
  /** Events, and bytes of their messages, that an export reads at once. */
  exportPageEvents: 10_000,
  exportPageBytes: 4_194_304,
  /** A file in a folder, and an object in a bucket, are followed by the next when they have this many bytes. */
  exportFileBytes: 67_108_864,
  exportObjectBytes: 16_777_216,
  /** Streams that an export looks up at once (count). */
  exportStreams: 500,
  /** Tries of one page while the engine is away (count), and the pause between them (ms). */
  exportPageTries: 60,
  exportRetryPause: 1_000 as Millis,
  /** Tries to put one object (count), and how long one may take (ms). */
  exportPutTries: 5,
  exportPutTimeout: 120_000 as Millis,
  /** Exports in one answer of our API (count). */
  shownExports: 200,
  /** The body of one import (bytes). */
  importBodyBytes: 8_388_608,
  /** A data protection policy (characters). */
  dataProtectionPolicyLength: 30_720,
  /** How often replicas look for changed data protection policies (ms). */
  maskRefresh: 1_000 as Millis,
  /** Fields of an index policy (count), the length of a name (UTF-16 units), and groups whose indexes are told at once (count). */
  indexedFields: 20,
  indexedFieldLength: 100,
  indexedGroups: 100,
  /** A resource policy (characters). */
  resourcePolicyLength: 51_200,
  /** Resource policies (count). */
  resourcePolicies: 10,

  // — alarms —
  /** How long after its instant an evaluation waits, so that what was written at the end of the period is there (ms). */
  alarmSettle: 2_000 as Millis,
  /** A pause up to this long is made up for evaluation by evaluation, as if it had not been (ms). */
  alarmPause: 300_000 as Millis,
  /** After a longer pause so much is gone through in silence (ms); what is older is left. */
  alarmCatchUp: 3_600_000 as Millis,
  /** The rule of a composite alarm: characters, alarms it names, elements, and nesting of brackets and NOT (counts). */
  alarmRuleChars: 10_240,
  alarmRuleChildren: 100,
  alarmRuleElements: 500,
  alarmRuleDepth: 100,
  /** What one alarm may have: actions for each state, and queries (counts). */
  alarmActions: 5,
  alarmQueries: 20,
  /** Evaluations of one rehearsal (count): a year by the minute. */
  rehearsalEvaluations: 530_000,
  /** Periods that all evaluations of one rehearsal look at together (count), and alarms that a composite is rehearsed with (count). */
  rehearsedPeriods: 100_000_000,
  rehearsedChildren: 500,
  /** Steps of series that one rehearsal reads at the most (count): a year of one metric by the minute. */
  rehearsedSteps: 600_000,
  /** Periods up to which a rehearsal is worked out at once and not beside the service (count), and memory that one beside it may have (bytes). */
  rehearsedHere: 200_000,
  rehearsalMemory: 402_653_184,
  /** Pages a week for which thresholds are suggested, at the most (count). */
  suggestedPages: 10_000,
  /** Periods of what an alarm watched that are told at once (count). */
  alarmSeriesPeriods: 20_000,
  /** Points without which no threshold is suggested (count). */
  suggestionPoints: 100,
  /** Offsets of one time zone that are remembered, one for each quarter of an hour (count). */
  alarmZoneQuarters: 10_000,
  /** Alarms there may be, and those that one call deletes or switches (counts). */
  alarms: 100_000,
  alarmsPerCall: 100,
  /** Mute rules, and anomaly detectors, there may be (counts). */
  alarmMuteRules: 1_000,
  anomalyDetectors: 1_000,
  /** Alarms that one mute rule names, and times that one detector leaves out (counts). */
  muteTargets: 100,
  excludedTimeRanges: 10,
  /** What became of its actions that is shown with an alarm: the newest (count). */
  alarmDeliveriesShown: 50,
  /** How long the history of alarms is kept, and how often what is older is removed (ms). */
  alarmHistoryKept: 2_592_000_000 as Millis,
  alarmHistoryExpiryEvery: 3_600_000 as Millis,
  /** Composite alarms that one alarm may be named by (count). */
  alarmInRules: 150,
  /** Series that evaluations ask the store for in one call, and metrics whose series they look for (counts). */
  alarmLinesAtOnce: 2_000,
  alarmMetricsFoundAtOnce: 500,
  /** Where others write too: what is read again before each evaluation (ms back), and how often it is looked which series there are (ms). */
  alarmSeriesReadAgain: 600_000 as Millis,
  alarmSeriesListedEvery: 60_000 as Millis,
  /** Minutes of a series that are told apart of what came since alarms were last looked at: more are read again (count). */
  alarmMinutesApart: 8,
  /** Steps of a series that may wait to be laid over those that an alarm holds: more are read again (count). */
  alarmStepsWaiting: 64,
  /** Records of what came for a series that are kept to be used again (count), of some 270 bytes. */
  alarmSparesKept: 32_768,
  /** Series without a sample for so long are watched by no alarm (ms). */
  alarmSeriesActive: 1_296_000_000 as Millis,
  /** Newest values of an alarm that are kept to be shown, and alarms whose are (counts). */
  alarmRecentValues: 60,
  alarmsWithRecentValues: 10_000,
  /** Changes of state that are told with what an alarm watched (count). */
  alarmStatesShown: 1_000,
  /** How often it is looked what alarms have to do (ms), and metrics that are looked at before their minute is over, at one time (count). */
  alarmTick: 1_000 as Millis,
  alarmsForeseenAtOnce: 500,
  /** A replica that evaluates alarms says so again every so often, and is taken for gone when it did not for so long (ms). */
  alarmLeaseRenewed: 3_000 as Millis,
  alarmLease: 15_000 as Millis,
  /** How often a band is learnt anew, and from how far back (ms). */
  bandLearntEvery: 21_600_000 as Millis,
  bandLearntFrom: 1_209_600_000 as Millis,
  /** Points that a band is learnt from at the least, and at the most: the newest (counts). */
  bandLeastPoints: 60,
  bandTrainingPoints: 50_000,
  /** Bands of GetMetricData that are remembered (count). */
  learntBands: 1_000,

  // — dashboards —
  /** Dashboards (count), and names that one DeleteDashboards takes (count). */
  dashboards: 1_000,
  deletedDashboards: 1_000,
  /** A page of ListDashboards (count). */
  listDashboardsCount: 1_000,
  /** A request that brings a dashboard to our API, with every character that JSON may escape (bytes). */
  dashboardRequestBytes: 6_291_456,
  /** A dashboard's body (bytes, UTF-8), and how deep its JSON may be nested (count). */
  dashboardBytes: 1_048_576,
  dashboardDepth: 32,
  /** Metrics of all widgets together (count); CloudWatch's quota is 2,500. */
  dashboardAllMetrics: 10_000,
  /** By how much variables may make a body longer (characters); past it texts stay as written. */
  dashboardGrowth: 4_194_304,
  /** Characters of expressions and queries that are held against their languages when a dashboard is put; those past it are not looked at. */
  dashboardChecked: 262_144,
  /** Widgets, variables, values of one variable, metrics of one widget, lines over one chart (counts). */
  dashboardWidgets: 500,
  dashboardVariables: 25,
  dashboardVariableValues: 500,
  dashboardMetrics: 500,
  dashboardAnnotations: 500,
  /** Alarms of an alarm widget, metrics and labels of an explorer's, summary columns of a table (counts). */
  dashboardAlarms: 100,
  dashboardExplorerMetrics: 100,
  dashboardTableColumns: 4,
  /** The lowest row on which a widget may begin (count). */
  dashboardRows: 100_000,
  /** Titles, labels, ARNs and names; an expression; the query of a log widget (characters). */
  dashboardTextLength: 2_048,
  dashboardExpression: 4_096,
  dashboardLogQuery: 20_000,
  /** Errors, and as many warnings, that one reading tells of (count). */
  dashboardTroubles: 500,
  /** Points of one series that a widget with a period of its own may ask for (count): a week of minutes. Past it the period is made coarser. */
  dashboardPoints: 10_080,

  // — what a cluster is asked for —
  /** Kubelets that are asked, and whose figures are written, at the same time (count), and how long one may take for both its pages (ms). */
  kubeletsAtOnce: 16,
  kubeletTime: 20_000 as Millis,
  /** How often Container Insights takes a sample, and how often it looks for a cluster that was not seen yet (ms). */
  insightsEvery: 60_000 as Millis,
  insightsLook: 1_000 as Millis,
  /** How often kubelets are asked what is used right now, and how long one may take (ms). */
  usageEvery: 15_000 as Millis,
  usageTime: 10_000 as Millis,
  /** A container younger than `usageEvery`, but as old as this (ms), is told by its whole life. */
  usageYoungest: 10_000 as Millis,
  /** How long what a kubelet said is told on, where it says nothing more (ms). */
  usageFresh: 60_000 as Millis,
  /** Where a kubelet's clock is further from ours than this (ms), its readings bear our time. */
  usageClocksApart: 60_000 as Millis,
  /** How far back an autoscaler's metric is looked for (ms); at least two of its periods. */
  scalingReach: 300_000 as Millis,
  /** Series that one such question looks at, and values or objects that it answers with (counts). */
  scalingSeries: 2_000,
  scalingItems: 1_000,
  /** Answers to the cluster as large as this are packed (bytes). */
  scalingPackFrom: 131_072,
  /** Answers whether a caller may that are remembered (count), and how long (ms). */
  accessReviews: 1_000,
  accessReviewAge: 10_000 as Millis,
  /** How often the cluster is asked for its front proxy: until it is known, and then whether it changed (ms). */
  frontProxyAsk: 10_000 as Millis,
  frontProxyAskAgain: 300_000 as Millis,
  /** How long a collector waits before it writes again what could not be stored (ms). */
  collectorWriteAgain: 2_000 as Millis,
  /** Containers whose logs are followed at the same time (count); where more write, they take turns, each so long (ms), and each again after so long (ms). */
  podLogFollows: 256,
  podLogTurn: 10_000 as Millis,
  podLogAgain: 5_000 as Millis,
  /** How often it is looked which containers there are (ms). */
  podLogLook: 2_000 as Millis,
  /** How far back the log of a container is read that nothing is stored of (ms). */
  podLogBacklog: 3_600_000 as Millis,
  /** Lines of a container are written together: so often (ms), or when they are so many (count) or so much (characters). */
  podLogFlushEvery: 1_000 as Millis,
  podLogBatchLines: 2_000,
  podLogBatchChars: 524_288,
  /** A longer line becomes several records (bytes). */
  podLogLineBytes: 262_144,
  /** Lines of its last second that are known of each container, so that a reconnect brings none twice (count). */
  podLogRemembered: 20_000,
  /** How long the first line of a log that is opened again may be away until it is looked for in what was rotated meanwhile (ms). */
  podLogGapWait: 5_000 as Millis,
  /** Logs whose rotated files are read at the same time (count); how often each is tried where a kubelet fails (count). */
  podLogGapsAtOnce: 8,
  podLogGapTries: 4,
  /** Of one log the newest so many rotated files are looked at (count), of each and of all so much is read, unpacked (bytes), and a piece may take so long (ms). */
  podLogRotatedFiles: 32,
  podLogRotatedBytes: 536_870_912,
  podLogGapBytes: 1_073_741_824,
  podLogRotatedWait: 30_000 as Millis,
  /** A log that is followed and silent for so long is opened again (ms): its connection may be dead. */
  podLogQuiet: 300_000 as Millis,
  /** Lines that come later by this than others did by the same connection (ms): what follows the log may have lost its place, so it is opened again. */
  podLogHeldUp: 10_000 as Millis,
  /** What an API server may send of its audit log in one call (bytes), and how many calls are taken at the same time (count). */
  auditBodyBytes: 16_777_216,
  auditCalls: 4,
  /** Events that are known to be stored already (count): twice as many at most are in memory. What an event is named by (UTF-16 units). */
  auditRemembered: 100_000,
  auditKeyChars: 256,
  /** How often an audit file is looked at (ms), what is read of it at a time, and the longest line (bytes). */
  auditFileLook: 1_000 as Millis,
  auditFileBytes: 1_048_576,
  auditLineBytes: 8_388_608,
  /** How often it is looked for new events of the cluster (ms). */
  clusterEventLook: 2_000 as Millis,

  // — notifications —
  /** Topics, and subscriptions to all of them together (counts). */
  topics: 1_000,
  topicSubscriptions: 1_000,
  /** A published message (bytes, UTF-8), and the subject of any message (characters). */
  snsMessageBytes: 262_144,
  snsSubjectChars: 100,
  /** Topics or subscriptions of one answer of the SNS API (count), and deliveries of one of ours. */
  snsPageCount: 100,
  deliveriesPage: 200,
  /** How long a subscription can be confirmed (ms). */
  confirmationLife: 259_200_000 as Millis,
  /** Deliveries that have not ended (count): past it deeds stay in the outbox, and nothing more is published. */
  openDeliveries: 20_000,
  /** Deliveries that have ended: how many are kept (count), how long (ms), and how often old ones are let go (ms). */
  keptDeliveries: 50_000,
  keptDeliveryLife: 2_592_000_000 as Millis,
  deliveryTidyEvery: 600_000 as Millis,
  /** Deeds that are taken over in one transaction (count), and how often it is looked for them (ms). */
  deedsAtOnce: 200,
  notifyLook: 1_000 as Millis,
  /** Receivers that are told at the same time, and messages that one is told in a row (counts). */
  notifyTargets: 32,
  notifyRun: 32,
  /** Who delivers holds a delivery so long (ms), and says after so long what has become of a row of them (ms). */
  deliveryHold: 120_000 as Millis,
  deliveryMarkEvery: 250 as Millis,
  /**
   * Alarms for people wait so long for others that fire with them (ms); after a message the next one waits so long for each alarm in it (ms), up to
   * a bound (ms): one alarm is told promptly, a storm in few messages.
   */
  notifyGather: 1_000 as Millis,
  notifyGatherPause: 3_000 as Millis,
  notifyGatherMost: 30_000 as Millis,
  /** Changes of alarms in one message for people, and alarms that it tells one by one (counts). */
  notifyTogether: 1_000,
  notifyShown: 100,
  /** How long a test waits for what receivers answer, and how often it looks (ms). */
  notifyTestWait: 15_000 as Millis,
  notifyTestLook: 100 as Millis,
  /** How long what is on its way may take when the server stops (ms). */
  notifyStopPatience: 3_000 as Millis,
  /** How long a mail server may take (ms). */
  mailTimeout: 30_000 as Millis,

  // — the cluster —
  /** How long an API server may take to begin an answer (ms), and until a whole one is there (ms). */
  clusterAnswerWait: 30_000 as Millis,
  clusterBodyWait: 120_000 as Millis,
  /** One answer of an API server or a kubelet, unpacked (bytes), and what it says when it refuses (bytes). */
  clusterBodyBytes: 67_108_864,
  clusterRefusalBytes: 65_536,
  /** What is kept of a message of refusal (characters). */
  clusterMessageChars: 1_000,
  /** The longest pause that an API server can ask of us (ms). */
  clusterMostPause: 60_000 as Millis,
  /** Connections to one API server (count): a watch for each kind, and a log for each container that is followed. */
  clusterSockets: 600,
  /** Objects of one page of a list (count). */
  clusterPageObjects: 500,
  /** How long one watch lasts before it is asked for anew (seconds). */
  clusterWatchSeconds: 300,
  /** One line of a watch (UTF-16 units): an object has at most 1.5 MB in etcd. */
  clusterWatchLineChars: 8_388_608,
  /** Parts of objects that are remembered to be shared (count); a part's JSON, and a word, that is worth it (UTF-16 units). */
  sharedParts: 50_000,
  sharedPartChars: 4_096,
  sharedWordChars: 200,
  /** What is kept of one annotation (UTF-16 units). */
  clusterAnnotationChars: 2_048,
  /** How long credentials out of files are taken without looking again (ms). */
  clusterCredentialAge: 60_000 as Millis,
  /** The least memory that Mangru starts with (bytes). */
  leastMemory: 536_870_912,
  /** How long an uninstallation waits for what it took away to be gone, and how often it looks (ms). */
  uninstallWait: 120_000 as Millis,
  uninstallLook: 1_000 as Millis,
  /** How long a kubeconfig's exec plugin may take (ms), and what it may print (bytes). */
  clusterExecTime: 60_000 as Millis,
  clusterExecBytes: 1_048_576,
  /** How soon after the one before a watch is asked for at the earliest (ms), and what this account may not see (ms). */
  watchLeast: 1_000 as Millis,
  clusterBlindPause: 300_000 as Millis,
  /** Objects of one kind in memory (count), and heap that there must be for each, with all that is made of it and of the other kinds (bytes). */
  inventoryObjects: 50_000,
  inventoryObjectHeap: 12_288,
  /** Custom resources that one Mangru looks at by choice (kinds), and their objects in memory, of all such kinds and clusters together (count). */
  chosenKinds: 20,
  chosenObjects: 20_000,
  /** How deep what such an object holds is kept (members within members; count): its writer may nest thousands, and who walks them runs out of stack. */
  chosenObjectDepth: 200,
  /** Versions that wait for the store (count), and of one block (count). */
  objectsPending: 50_000,
  objectsPerBlock: 5_000,
  /** How long versions gather (ms), and how long until the store is tried again (ms). */
  objectsGather: 1_000 as Millis,
  objectsRetryAfter: 5_000 as Millis,
  /** Rows of one list of the cluster (count); a name in a question (UTF-16 units); versions of one object (count). */
  clusterPage: 10_000,
  clusterWordChars: 512,
  objectVersions: 200,
  /** Alarms, those that fire first, that are looked at for what they say of a cluster, and objects that all of them speak of together (counts). */
  clusterAlarms: 2_000,
  clusterAlarmObjects: 20_000,
  /** Versions that differ in what was asked for, of which one answer tells changes: the newest (count). */
  clusterChanges: 2_000,
  /** What differs between two versions of one object (count), and the text of one difference (UTF-16 units). */
  objectDifferences: 100,
  objectDifferenceChars: 2_000,
  /** Objects that troubles of a range are counted of, those with the most first (count); lines of the answer (count). */
  troubleObjects: 5_000,
  troubleLines: 200,
  /** Nodes, workloads, and pods, that are not as wished and that a first look is told of (count). */
  standingRows: 50,
  /** Workloads whose lines are told by level (count). */
  applicationLines: 200,
  /** Hours that one question for troubles or lines of applications may look at (count). */
  happeningHours: 744,
  /** How far back a preset alarm is rehearsed (days), at most. */
  presetDays: 7,
  /** How often a control plane is asked how it is (ms). */
  clusterHealthEvery: 15_000 as Millis,
  /** How often heartbeats of nodes are looked at (ms), and the shortest silence that is told (ms). */
  heartbeatLook: 1_000 as Millis,
  heartbeatLeast: 6_000 as Millis,
  /** Log groups of one page that are looked through for the demo's tag (count). */
  demoGroupPage: 50,
  /** How often it is asked what was promised of groups of nodes (ms). */
  nodeGroupsEvery: 30_000 as Millis,
  /** Pages of Auto Scaling groups that are read, a hundred groups each (count), and how long all of them may take (ms). */
  autoScalingPages: 20,
  autoScalingTime: 30_000 as Millis,
  /** NodePools or NodeClaims of one answer (count). */
  nodePoolObjects: 5_000,
  /** How long versions of objects are kept (ms), and how often older ones are looked for (ms). */
  objectLife: 2_592_000_000 as Millis,
  objectTidyEvery: 3_600_000 as Millis,

  // — the twin —
  /** Changes of one kind of object that a watch can go on from (count); up to twice as many are there between two cuts. */
  twinKeptChanges: 2_000,
  /** Changes of a workload's load that are remembered, for its logs (count); up to twice as many between two cuts. */
  twinLoadSpans: 256,
  /** Faults that are remembered (count). */
  twinKeptFaults: 200,
  /** How far back the logs of the twin's containers go (ms): what is older has been rotated away. */
  twinLogBack: 3_600_000 as Millis,
  /** How often a follower of a log and a watch look whether there is more (ms). */
  twinLookEvery: 1_000 as Millis,
} as const
