/** The built page on its mock API, for states and pages that a healthy or small server does not show. */
import { join } from 'node:path'
import { preview } from 'vite'
import { root } from './server.ts'

export interface Mock {
  readonly url: string
  readonly close: () => Promise<void>
}

export async function startMock(): Promise<Mock> {
  const server = await preview({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    preview: { port: 0 },
    logLevel: 'silent',
  })
  return { url: server.resolvedUrls!.local[0]!.replace(/\/$/, ''), close: () => server.close() }
}
