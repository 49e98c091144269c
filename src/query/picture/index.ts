/** The door of pictures: series to SVG and PNG, for the answers of GetMetricWidgetImage and for mails. */
export { drawMetricPicture } from './draw.ts'
export type * from './picture.ts'
export { pictureSvg } from './svg.ts'
