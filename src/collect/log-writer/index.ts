/** The door of the log writer: how collectors put lines into groups. */
export {
  createLogWriter,
  type LogLine,
  type LogLines,
  type LogWriter,
  type WriteError,
  type WriteObserver,
  type WriterPorts,
} from './writer.ts'
