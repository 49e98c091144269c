/** The door of the encoders: how exported events look in a file. */
import type { ExportFormat } from '../../../store/settings/index.ts'
import { cloudWatchText, ndjson } from './lines.ts'
import { parquet } from './parquet.ts'
import type { Encoding } from './port.ts'

export type { Encoder, Encoding, ExportedEvent } from './port.ts'

export const encodings: Readonly<Record<ExportFormat, Encoding>> = { cloudwatch: cloudWatchText, ndjson, parquet }
