/** A key made by the program itself, as an operator makes one. */
import type { Key } from '../bench/wire/index.ts'
import { runMangru } from './server.ts'

export type Role = 'reader' | 'writer' | 'operator'

/** The server may run or not: keys live in the settings of `dataDir`. */
export async function createKey(dataDir: string, role: Role = 'operator', name = 'e2e'): Promise<Key> {
  const { code, out, err } = await runMangru([
    'keys',
    'create',
    '--data',
    dataDir,
    '--role',
    role,
    '--name',
    name,
    '--json',
  ])
  if (code !== 0) throw new Error(`keys create ended with ${code}: ${err}`)
  const { accessKeyId, secretAccessKey } = JSON.parse(out) as Key
  return { accessKeyId, secretAccessKey }
}
