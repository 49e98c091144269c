/** What every kind of widget is handed. */
import type { MetricWidget, Widget } from '../../../src/model/dashboard/index.ts'
import type { MetricLevel, MetricSeries, MetricState, Stretch } from '../../chart/index.ts'

export interface WidgetProps<W extends Widget = Widget> {
  readonly widget: W
  readonly periodOverride: 'auto' | 'inherit'
  /** It is on the screen, or nearly: before that it asks for nothing. */
  readonly seen: boolean
  /** Values by powers of ten. */
  readonly log: boolean
}

/** What every view of series is handed. */
export interface MetricFigureProps {
  readonly widget: MetricWidget
  readonly series: readonly MetricSeries[]
  readonly range: Stretch
  readonly log: boolean
  readonly states?: readonly MetricState[]
  /** More lines across than the widget's own, such as an alarm's threshold. */
  readonly levels?: readonly MetricLevel[]
}
