/** The exports of a running Mangru: the desk of `act` with the stores and the world's clock, and the standard AWS credentials. */
import { randomUUID } from 'node:crypto'
import { type BucketCredentials, type ExportDesk, nothingAllowed, openExportDesk, readAllowed } from '../act/index.ts'
import { signRequest } from '../api/auth/index.ts'
import { systemClock } from './clock.ts'
import type { MangruConfig } from './config.ts'
import type { Stores } from './stores.ts'

export function openExports(
  config: MangruConfig,
  { settings, logSettings, logs }: Stores,
  log: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ExportDesk> {
  const credentials = credentialsIn(env)
  return openExportDesk({
    ...{ settings: settings.exports, logSettings, logs, clock: systemClock, log },
    allowed: readAllowed(config.deliverTo) ?? nothingAllowed,
    sign: (request, keys, region, now) => signRequest(request, { ...keys, region, service: 's3' }, now),
    ...(credentials === undefined ? {} : { credentials }),
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
    newId: randomUUID,
    shared: settings.kind === 'postgres',
  })
}

function credentialsIn(env: NodeJS.ProcessEnv): BucketCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) }
}
