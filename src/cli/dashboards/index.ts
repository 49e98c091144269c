/** The door of what `mangru dashboards` does. */
export { type BoardFile, boardFiles, fileNameOf, writeBoard } from './files.ts'
export {
  type ExportValues,
  exportOptions,
  type ImportValues,
  importOptions,
  type ListValues,
  listOptions,
} from './options.ts'
export { dashboardTable, troubleLines } from './show.ts'
