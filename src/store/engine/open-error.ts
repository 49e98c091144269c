/** Why an engine could not be opened, and the words that tell an operator what to do. */

export type OpenError =
  /** Another process has the directory; `pid` when it could be found out. */
  | { readonly code: 'in-use'; readonly dir: string; readonly pid: number | undefined }
  | { readonly code: 'not-writable'; readonly dir: string; readonly message: string }
  | { readonly code: 'disk-full'; readonly dir: string }
  | { readonly code: 'damaged'; readonly dir: string; readonly message: string }
  /** Written by a later engine than the one installed. */
  | { readonly code: 'newer-version'; readonly dir: string; readonly written: string; readonly installed: string }
  | { readonly code: 'unsupported'; readonly message: string }
  | { readonly code: 'unreachable'; readonly url: string; readonly message: string }
  | { readonly code: 'failed'; readonly message: string }

/** One plain sentence or two: what is wrong and what to do. */
export function explainOpenError(error: OpenError): string {
  switch (error.code) {
    case 'in-use':
      return `Another process${error.pid === undefined ? '' : ` (PID ${error.pid})`} is using the data directory ${error.dir}. Stop it, or choose another directory with --data.`
    case 'not-writable':
      return `The data directory ${error.dir} cannot be written (${error.message}). Give this user the right to write there, or choose another directory with --data.`
    case 'disk-full':
      return `The disk that holds ${error.dir} is full. Free some space there and start again; nothing that was acknowledged is lost.`
    case 'damaged':
      return `The data in ${error.dir} is damaged and was left as it is: ${error.message}. Restore the directory from a backup, or move it away to start empty.`
    case 'newer-version':
      return `The data in ${error.dir} was written by a newer version (${error.written}) than this program's (${error.installed}). Start the newer program again, or choose another directory with --data.`
    case 'unsupported':
      return `The embedded engine cannot run here (${error.message}). It needs Linux with glibc or macOS on x64 or arm64; elsewhere use --engine clickhouse://….`
    case 'unreachable':
      return `The ClickHouse server at ${error.url} does not answer (${error.message}). Check the address and that the server runs.`
    case 'failed':
      return `The engine did not start: ${error.message}`
  }
}

/** Sorts what the engine wrote on its way down (its standard error and its last message) into an `OpenError`. */
export function openErrorOf(words: string, dir: string, pid: number | undefined): OpenError {
  const message = firstLine(words)
  if (/Cannot lock file|Another server instance/.test(words)) return { code: 'in-use', dir, pid }
  if (/No space left on device|errno: 28|ENOSPC|NOT_ENOUGH_SPACE/.test(words)) return { code: 'disk-full', dir }
  if (
    /Permission denied|Read-only file system|errno: (13|30)\b|EACCES|EROFS|Not a directory|EEXIST|ENOTDIR|EPERM/.test(
      words,
    )
  )
    return { code: 'not-writable', dir, message }
  if (/PLATFORM_UNSUPPORTED|no native binding|MODULE_NOT_FOUND|failed to load native/.test(words))
    return { code: 'unsupported', message }
  if (damage.test(words)) return { code: 'damaged', dir, message }
  return { code: 'failed', message }
}

const damage =
  /CORRUPTED_DATA|CHECKSUM_DOESNT_MATCH|CANNOT_READ_ALL_DATA|CANNOT_PARSE|SYNTAX_ERROR|TOO_MANY_UNEXPECTED_DATA_PARTS|ATTEMPT_TO_READ_AFTER_EOF|ASYNC_LOAD|Suspiciously many|UNKNOWN_FORMAT_VERSION|BAD_DATA_PART_NAME|EMPTY_DATA_PASSED|INCORRECT_FILE_NAME|FILE_DOESNT_EXIST/

const firstLine = (words: string): string =>
  words
    .split('\n')
    .map(line => line.trim())
    .find(line => /DB::Exception|Exception|Error/.test(line)) ??
  words.trim().split('\n')[0] ??
  'no reason given'
