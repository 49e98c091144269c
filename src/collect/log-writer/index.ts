/** The door of the log writer: how collectors put lines into groups. */
export {
  createLogWriter,
  inBatches,
  type LogLine,
  type LogLines,
  type LogWriter,
  type OfferError,
  type WriteError,
  type WriteObserver,
  type WriterPorts,
} from './writer.ts'
