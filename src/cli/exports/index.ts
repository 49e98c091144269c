/** The door of what `mangru logs export` and `mangru logs import` do. */
export { importFiles } from './files.ts'
export { type ExportValues, exportOptions, type ImportValues, importOptions } from './options.ts'
export { readEvents } from './read.ts'
export { callsOf, sendCall } from './send.ts'
export { exportTable } from './table.ts'
