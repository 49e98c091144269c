/** Why the settings could not be opened, each with plain words that say what to do. */
export interface SettingsOpenError {
  /**
   * `in-use`: another Mangru has the file. `newer`: written by a newer Mangru. `damaged`, `no-rights`, `disk-full`: of the file.
   * `unreachable`: the PostgreSQL server does not answer. `refused`: it answers, but not to us (login, database, encoding).
   * `bad-address`: neither `sqlite` nor a `postgres://` URL.
   */
  readonly code: 'in-use' | 'newer' | 'damaged' | 'no-rights' | 'disk-full' | 'unreachable' | 'refused' | 'bad-address'
  /** For the operator; without secrets. */
  readonly message: string
}
