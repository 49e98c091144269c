/** The door: other programs' requests, byte for byte. */
export { type Replay, type Replayed, replay, type Style } from './client.ts'
export { cloudWatchAgent, fluentBit, otelExporter } from './styles.ts'
