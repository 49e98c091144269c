/** The files that an import reads: named ones, and all of a folder's that an export may have made, in the order of their paths. */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { err, ok, type Result } from '../../model/index.ts'

export interface ImportFile {
  readonly path: string
  readonly kind: 'parquet' | 'ndjson' | 'cloudwatch'
  /** Of CloudWatch's layout: the folder's name. */
  readonly stream: string
}

/** The error names what cannot be read, and why. */
export async function importFiles(path: string): Promise<Result<readonly ImportFile[], string>> {
  try {
    if (!(await stat(path)).isDirectory()) {
      const kind = kindOf(path)
      return kind === undefined ? err(`${path}: ${notOne}`) : ok([fileAt(path, kind)])
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const files = entries
      // What begins with a dot is not finished.
      .filter(entry => entry.isFile() && !entry.name.startsWith('.') && entry.name !== 'aws-logs-write-test')
      .flatMap(entry => {
        const at = join(entry.parentPath, entry.name)
        const kind = kindOf(at)
        return kind === undefined ? [] : [fileAt(at, kind)]
      })
    return files.length === 0 ? err(`${path}: ${notOne}`) : ok(files.sort((a, b) => (a.path < b.path ? -1 : 1)))
  } catch (error) {
    return err((error as Error).message)
  }
}

const notOne = 'no .parquet, .ndjson, .ndjson.gz or .gz of an export'

function kindOf(path: string): ImportFile['kind'] | undefined {
  if (path.endsWith('.parquet')) return 'parquet'
  if (/\.ndjson(\.gz)?$/.test(path)) return 'ndjson'
  return path.endsWith('.gz') ? 'cloudwatch' : undefined
}

const fileAt = (path: string, kind: ImportFile['kind']): ImportFile => ({ path, kind, stream: basename(dirname(path)) })
