/** What the program and its engine child say to each other (IPC, `advanced` serialization: bytes travel as bytes). */

/** A setting's value as it is given to the engine. */
export type SettingValue = string | number
export type EngineSettings = Readonly<Record<string, SettingValue>>

/** How many sessions serve each kind of work. One session runs one statement at a time. */
export interface LaneSizes {
  readonly insert: number
  readonly query: number
  readonly stream: number
}

export type ToChild =
  | {
      readonly type: 'open'
      readonly dir: string
      readonly connectionArgs: readonly string[]
      readonly settings: EngineSettings
      readonly lanes: LaneSizes
      readonly answerBytes: number
      /** Pages of program text that are given back: how often it looks, and how much of files may stay mapped. Absent: it gives nothing back. */
      readonly text?: { readonly everyMs: number; readonly mostKilobytes: number }
      /** How often it looks whether merges have stepped back, and how far (nice above that of the process). Absent: they do not. */
      readonly merges?: { readonly everyMs: number; readonly nice: number }
      /** How often it looks whether all was written that merges wrote (`write-failures.js`). Absent: only after each insert. */
      readonly writes?: { readonly everyMs: number }
    }
  /** `want: 'nothing'` leaves the answer's bytes in the child. */
  | {
      readonly type: 'do'
      readonly id: number
      readonly lane: 'insert' | 'query'
      readonly sql: string
      readonly settings: EngineSettings
      readonly want: 'rows' | 'nothing'
    }
  | { readonly type: 'stream'; readonly id: number; readonly sql: string; readonly settings: EngineSettings }
  /** The last chunk was consumed: send one more. */
  | { readonly type: 'more'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number }
  /** Asks how far statement `of` is. */
  | { readonly type: 'progress'; readonly id: number; readonly of: number }
  | { readonly type: 'close' }

export type FromChild =
  | { readonly type: 'opened' }
  | { readonly type: 'open-failed'; readonly message: string }
  /** `body` is a JSONCompact document, absent when nothing was wanted. */
  | { readonly type: 'done'; readonly id: number; readonly body?: Uint8Array }
  | { readonly type: 'failed'; readonly id: number; readonly engineCode: number; readonly message: string }
  /** Lines of JSONCompactEachRow. */
  | { readonly type: 'chunk'; readonly id: number; readonly body: Uint8Array }
  | {
      readonly type: 'progress'
      readonly id: number
      readonly rowsRead: number
      readonly bytesRead: number
      readonly rowsTotal: number
    }
  | { readonly type: 'closed' }
