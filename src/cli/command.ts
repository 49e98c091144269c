/** What a command is, and what of the world it may touch: handed in, so that a test runs a command without a process. */
import type { z } from 'zod'
import type { Clock } from '../model/index.ts'
import type { Language } from '../server/config.ts'
import type { Messages } from './messages/index.ts'
import type { OptionSchemas, Problem } from './option.ts'

export interface Terminal {
  /** Writes to standard output; resolves when there is room again, so that a slow reader slows us. */
  out(text: string): Promise<void>
  /** Writes to standard error. */
  err(text: string): void
  readonly outIsTty: boolean
  /** Somebody watches standard error: what is under way may be shown there. */
  readonly errIsTty: boolean
  /** All of standard input; undefined when a person sits there, whom nobody asked anything. */
  input(): Promise<string | undefined>
  /** The same piece by piece, for what may be long. */
  inputBytes(): AsyncIterable<Uint8Array> | undefined
  /** Ctrl+C or a polite kill: aborts on the first. */
  readonly interrupted: AbortSignal
}

export interface Surroundings {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly fetch: typeof fetch
}

export interface Call<Values> extends Surroundings {
  readonly values: Values
  /** The words that are no flags, without the command's own name. */
  readonly words: readonly string[]
  readonly say: Messages
  readonly language: Language
}

/** 0 fine, 1 failed (already said), 2 bad usage as a list of problems. */
export type Outcome =
  | { readonly code: 0 | 1; readonly detail?: string }
  | { readonly code: 2; readonly problems: readonly Problem[] }

export const fine: Outcome = { code: 0 }
export const misused = (...problems: readonly Problem[]): Outcome => ({ code: 2, problems })

export interface Command {
  readonly name: string
  /** The words after the name, as help shows them. */
  readonly usage: string
  readonly en: string
  readonly ko: string
  readonly options: OptionSchemas
  run(call: Call<Readonly<Record<string, unknown>>>): Promise<Outcome>
}

/** A command with the types of its own options; the registry holds them all without. */
export function command<Schemas extends OptionSchemas>(description: {
  readonly name: string
  readonly usage?: string
  readonly en: string
  readonly ko: string
  readonly options: Schemas
  run(call: Call<z.output<Schemas>>): Promise<Outcome>
}): Command {
  return { usage: '', ...description, run: call => description.run(call as unknown as Call<z.output<Schemas>>) }
}
