/**
 * A CloudWatch dashboard as it is drawn: every default filled in, the metrics array's shorthand written out.
 * What is kept is the text; these values are read from it (`readDashboard`) and never written back.
 */

export interface Dashboard {
  /** As written: `-PT6H`, or an ISO time with an `end`. Null: what the page shows anyway. See `dashboardRange`. */
  readonly start: string | null
  readonly end: string | null
  /** `inherit`: each widget's own period is kept, whatever the range. */
  readonly periodOverride: 'auto' | 'inherit'
  readonly variables: readonly DashboardVariable[]
  /** One for each member of the body's `widgets`, in its order, also for those that could not be read. */
  readonly widgets: readonly Widget[]
}

/** What is wrong, and where: a JSON pointer into the body, as CloudWatch's DataPath. */
export interface DashboardTrouble {
  /** `/widgets/0/properties/region`; '' is the whole. */
  readonly path: string
  readonly message: string
}

export type Widget = MetricWidget | TextWidget | LogWidget | AlarmWidget | ExplorerWidget | CustomWidget | BrokenWidget

/** Where a widget stands, in columns of 24 and rows. Both x and y, or neither: then it goes where room is (`placeWidgets`). */
export interface WidgetPlace {
  readonly x: number | null
  readonly y: number | null
  /** 1 to 24. */
  readonly width: number
  /** 1 to 1000. */
  readonly height: number
}

/** A widget that cannot be drawn, and why. The body keeps it. */
export interface BrokenWidget extends WidgetPlace {
  readonly type: 'broken'
  /** As written, when it was a text. */
  readonly wanted: string | null
  readonly title: string
  readonly troubles: readonly DashboardTrouble[]
}

/** A widget that a program of the user's own draws in CloudWatch: kept, not drawn. */
export interface CustomWidget extends WidgetPlace {
  readonly type: 'custom'
  readonly title: string
  /** Of the Lambda function. */
  readonly endpoint: string | null
}

export interface TextWidget extends WidgetPlace {
  readonly type: 'text'
  readonly markdown: string
  readonly background: 'transparent' | 'solid'
}

export type MetricView = 'timeSeries' | 'singleValue' | 'gauge' | 'bar' | 'pie' | 'table'

export interface MetricWidget extends WidgetPlace {
  readonly type: 'metric'
  /** '' without one. */
  readonly title: string
  readonly region: string
  readonly accountId: string | null
  readonly view: MetricView
  readonly stacked: boolean
  /** Of rows that say none. */
  readonly stat: string
  /** Seconds, of rows that say none; null: nothing is said, which stands for 300. */
  readonly period: number | null
  readonly rows: readonly MetricRow[]
  readonly liveData: boolean
  readonly legend: 'bottom' | 'right' | 'hidden'
  /** `+0900`; null: the page's. */
  readonly timezone: string | null
  /** Of single values. */
  readonly sparkline: boolean
  readonly trend: boolean
  /** One value over the whole range instead of the newest period's. */
  readonly setPeriodToTimeRange: boolean
  readonly yAxis: { readonly left: Axis; readonly right: Axis }
  readonly annotations: Annotations
  readonly table: TableOptions
}

export interface Axis {
  readonly label: string | null
  readonly min: number | null
  readonly max: number | null
  readonly showUnits: boolean
}

export interface TableOptions {
  readonly layout: 'horizontal' | 'vertical'
  readonly stickySummary: boolean
  readonly showTimeSeriesData: boolean
  readonly summaryColumns: readonly ('MIN' | 'MAX' | 'SUM' | 'AVG')[]
}

export type MetricRow = MetricLine | ExpressionLine

interface RowOptions {
  /** Null: none given. `widgetQueries` gives one. */
  readonly id: string | null
  readonly label: string | null
  /** `#rrggbb` */
  readonly color: string | null
  readonly visible: boolean
  readonly yAxis: 'left' | 'right'
  /** Seconds. */
  readonly period: number | null
  readonly stat: string | null
  readonly region: string | null
  readonly accountId: string | null
}
export interface MetricLine extends RowOptions {
  readonly kind: 'metric'
  readonly namespace: string
  readonly metric: string
  readonly dimensions: readonly { readonly name: string; readonly value: string }[]
}
/** Metric math, SEARCH or Metrics Insights SQL. */
export interface ExpressionLine extends RowOptions {
  readonly kind: 'expression'
  readonly expression: string
}

export interface Annotations {
  /** An alarm's ARN: the widget draws what that alarm watches, with its threshold; there are no rows then. */
  readonly alarm: string | null
  readonly horizontal: readonly HorizontalAnnotation[]
  readonly vertical: readonly VerticalAnnotation[]
}
export interface HorizontalAnnotation {
  readonly value: number
  readonly label: string | null
  readonly color: string | null
  readonly yAxis: 'left' | 'right'
  readonly fill: 'above' | 'below' | 'none'
  /** A band reaches from `value` to here. */
  readonly to: { readonly value: number; readonly label: string | null } | null
  readonly visible: boolean
}
export interface VerticalAnnotation {
  /** Epoch milliseconds. */
  readonly at: number
  readonly label: string | null
  readonly color: string | null
  readonly fill: 'before' | 'after' | 'none'
  readonly to: { readonly at: number; readonly label: string | null } | null
  readonly visible: boolean
}

export interface LogWidget extends WidgetPlace {
  readonly type: 'log'
  readonly title: string
  readonly region: string
  readonly accountId: string | null
  /** As written, with its SOURCE. See `logWidgetQuery`. */
  readonly query: string
  readonly view: 'table' | 'timeSeries' | 'bar' | 'pie'
  readonly stacked: boolean
}

export interface AlarmWidget extends WidgetPlace {
  readonly type: 'alarm'
  readonly title: string
  /** ARNs. */
  readonly alarms: readonly string[]
  readonly sortBy: 'default' | 'stateUpdatedTimestamp' | 'timestamp'
  /** Which states are shown; all three when the body names none. */
  readonly states: readonly ('ALARM' | 'OK' | 'INSUFFICIENT_DATA')[]
}

export interface ExplorerWidget extends WidgetPlace {
  readonly type: 'explorer'
  readonly title: string
  readonly metrics: readonly { readonly metricName: string; readonly resourceType: string; readonly stat: string }[]
  readonly labels: readonly { readonly key: string; readonly value: string | null }[]
  readonly aggregateBy: {
    readonly key: string
    readonly func: 'AVG' | 'MIN' | 'MAX' | 'STDDEV' | 'SUM'
  } | null
  readonly splitBy: string | null
  readonly period: number | null
  readonly options: {
    readonly legend: 'bottom' | 'right' | 'hidden'
    readonly view: MetricView
    readonly stacked: boolean
    readonly rowsPerPage: number
    readonly widgetsPerRow: number
  }
}

export interface DashboardVariable {
  readonly id: string
  /** Words for the person; the id without one. */
  readonly label: string
  readonly inputType: 'input' | 'select' | 'radio'
  readonly visible: boolean
  /** What is replaced: a JSON property or dimension of every widget, or a text everywhere in them. */
  readonly replaces:
    | { readonly kind: 'property'; readonly property: string }
    | { readonly kind: 'pattern'; readonly pattern: string }
  readonly values: readonly { readonly value: string; readonly label: string }[]
  /** More values: those of dimension `populateFrom` among the metrics that SEARCH finds. See `variableQuery`. */
  readonly search: { readonly expression: string; readonly populateFrom: string } | null
  /** `__FIRST`: the first value there is. Null: nothing is replaced until somebody chooses. */
  readonly defaultValue: string | null
}

/** One of GetMetricData's MetricDataQueries, as AWS's JSON protocol has it; goes into ApiMetricDataRequest as it is. */
export type WidgetQuery = Readonly<Record<string, unknown>> & { readonly Id: string }

/** How the series of one query are drawn. */
export interface WidgetLine {
  readonly id: string
  readonly color: string | null
  readonly yAxis: 'left' | 'right'
  /** The row as read. */
  readonly row: MetricRow
}

export interface WidgetQueries {
  /** Empty: there is nothing to ask (an alarm's widget asks for its alarm's series). */
  readonly queries: readonly WidgetQuery[]
  /** By id: those that are shown, in the rows' order. An expression may answer several series under one id. */
  readonly lines: readonly WidgetLine[]
  /** Milliseconds: the range as it must be asked for, so that buckets are aligned. */
  readonly from: number
  readonly to: number
  /** Seconds: of rows that say none. */
  readonly period: number
  /** Each series has one value, of the whole range. */
  readonly whole: boolean
}
