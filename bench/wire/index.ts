/** The door: how benches and replayed clients speak to a server, byte by byte. */
export { type Batch, type BatchOptions, mixBatches } from './batches.ts'
export {
  type CallAnswer,
  type LogsClient,
  logsClient,
  makeStreams,
  mustCall,
  type Prepared,
  prepare,
  readCall,
  signed,
} from './calls.ts'
export { type Answer, type Connection, ConnectionLost, type ConnectOptions, connect, readAnswer } from './connection.ts'
export { amzDate, authorization, type Key, sha256, signatureOf, type Unsigned } from './sign.ts'
