/** The door of pictures: series to SVG and PNG, for the answers of GetMetricWidgetImage and for mails. */
export type * from './picture.ts'
