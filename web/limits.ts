/** The page's own bounds; those of the service stand in `src/limits.ts`. */
export const pageLimits = {
  /** Milliseconds that an answer to a question that was asked ahead waits for the page that asks it. */
  askedAheadMs: 10_000,
  /** Log lines asked for at once; scrolling asks for the next page. */
  searchPage: 1_000,
  /** Log lines held in one tab by a search. Past it the page says so and asks for a narrower range. */
  searchLines: 100_000,
  /** Log lines held while following; the oldest leave the view first, and the page says how many. */
  followLines: 5_000,
  /** Log lines kept aside while a follow is paused; those past it are counted, not kept. */
  followPausedLines: 5_000,
  /** Lines of context on each side of a line, at first and for each "more". */
  contextLines: 20,
  /** Groups asked for at once. */
  groupsPage: 200,
  /** Streams asked for at once. */
  streamsPage: 100,
  /** Bars of the volume histogram. */
  histogramBars: 120,
  /** Values named per facet. */
  facetValues: 12,
  /** Milliseconds without typing before a pattern is checked. */
  patternCheckDelay: 250,
  /** Series of one chart; the rest is counted, and stands in the table. */
  chartSeries: 24,
  /** Bars of one chart by name; the rest is counted, and stands in the table. */
  chartBars: 200,
  /** Series named beside the pointer in a chart of metrics; the rest is counted. */
  tipSeries: 24,
  /** Questions about metrics in one call, as the server takes them; more go in several. */
  questionsPerCall: 32,
  /** Metrics asked for at once. */
  metricsPage: 200,
  /** Rows of the Metrics page, and letters of its address: servers take no longer one. */
  graphedRows: 100,
  metricsAddress: 12_000,
  /** The longest period of a row (seconds), as that of the service. */
  metricPeriod: 39_312_000,
  /** Series drawn by the Metrics page; the rest is counted. */
  metricSeries: 100,
  /** Changes of the cluster, and of alarms, that the overview's strip is made of; marks beside each other in one of its lanes. */
  overviewChanges: 500,
  overviewAlarmChanges: 200,
  overviewMarks: 80,
  /** Bars of errors over time, and metrics of metric filters, on the overview. */
  overviewBars: 120,
  overviewCounted: 8,
  /** Alarms asked for at once. */
  alarmsPage: 100,
  /** Alarms that one call switches; more take several. */
  alarmsPerCall: 100,
  /** History items, and messages, asked for at once. */
  alarmHistoryPage: 100,
  /** Metrics offered to choose one from; typing finds the others. */
  metricChoices: 500,
  /** Periods of a rehearsal: with short ones the range is shorter than was wished. */
  previewPoints: 20_000,
  /** Steps of editing a board that can be undone. */
  undoSteps: 100,
  /** Rows that a widget of logs asks for; it says so when there are as many. */
  widgetRows: 1_000,
  /** Columns, or rows, of times in a widget's table; the oldest are left out, and counted. */
  tableTimes: 500,
  /** Metrics listed when one is added to a widget; more words find others. */
  pickerMetrics: 60,
  /** Rows of a cost table at first, and with each "more". */
  costRows: 200,
  /** Rows of a list of the cluster asked for at once; all are asked for, one page after the other. */
  clusterPage: 10_000,
  /** Changes of the cluster marked in its history, the newest; the bar says when there are more. */
  historyMarks: 1_000,
  /** Lines of its log that the drawer shows of a pod. */
  drawerLines: 100,
  /** Past queries in the history. */
  queryRuns: 100,
} as const
