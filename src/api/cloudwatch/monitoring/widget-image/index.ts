/** The door of pictures of widgets. */
export { getMetricWidgetImage } from './get-metric-widget-image.ts'
