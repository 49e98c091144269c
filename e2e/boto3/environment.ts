/** Python with boto3 from the Python registry, in a virtual environment of its own under `.cache/venv`: whichever test file comes first makes it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Ended, root, runProgram } from '../server.ts'

const venv = join(root, '.cache', 'venv')
const python = join(venv, 'bin', 'python')

/** A story of this folder with these words, to its end. */
export const tellStory = (story: string, ...words: string[]): Promise<Ended> =>
  runProgram(python, [join(root, 'e2e', 'boto3', story), ...words], {}, 110_000)

/** Why boto3 cannot be had, said aloud; undefined: it is there. */
export async function missingBoto3(): Promise<string | undefined> {
  const missing = await make()
  if (missing !== undefined) console.warn(`SKIPPED: boto3. ${missing}`)
  return missing
}

async function make(): Promise<string | undefined> {
  if (existsSync(python) && (await runProgram(python, ['-c', 'import boto3'])).code === 0) return undefined
  try {
    const made = await runProgram('python3', ['-m', 'venv', '--clear', venv])
    if (made.code !== 0) return `python3 -m venv ended with ${made.code}: ${made.err}`
    const quiet = ['--quiet', '--disable-pip-version-check']
    const got = await runProgram(python, ['-m', 'pip', 'install', ...quiet, 'boto3'], {}, 180_000)
    return got.code === 0 ? undefined : `pip could not install boto3: ${got.err}`
  } catch {
    return 'python3 is not installed'
  }
}
