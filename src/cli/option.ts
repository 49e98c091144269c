/**
 * What an option is: a zod schema from the word that a person wrote to the value, with what help and the reference say of it.
 * One object of these per command feeds flags, environment, `mangru.yaml`, `mangru help` and docs/cli.md.
 */
import { z } from 'zod'
import type { MessageKey, Messages } from './messages/index.ts'

export interface OptionMeta {
  readonly en: string
  readonly ko: string
  /** What stands for the value in help; without it the option is a switch (`--name`, `--no-name`). */
  readonly value?: string
  /** One letter: `-f`. */
  readonly short?: string
  /** A password may stand in its URL, but not where others of the machine see it: on the command line. */
  readonly secret?: boolean
  /** A setting may also come from `MANGRU_…` and `mangru.yaml`; anything else is said with each call. */
  readonly setting?: boolean
  /** The default in words, where the schema's own would not tell. */
  readonly fallback?: { readonly en: string; readonly ko: string }
}

export const optionMeta = z.registry<OptionMeta>()

/** The keys are the flags in camel case: `tlsListen` is `--tls-listen`. */
export type OptionSchemas = z.ZodObject<Readonly<Record<string, z.ZodType<unknown, string | undefined>>>>

/** A problem as a sentence of the catalogue that is not said yet; the last step knows the language. */
export type Problem = (messages: Messages) => string

/** A schema that reads one word; `undefined` from `read` is the problem `key`, which is told the word and `rest`. */
export function wordOf<T>(
  key: MessageKey,
  read: (word: string) => T | undefined,
  ...rest: readonly (string | number)[]
) {
  return z.string().transform((word, context): T => {
    const value = read(word)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: key, params: { words: [hideSecrets(word), ...rest] } })
    return z.NEVER
  })
}

export const choice = <const T extends string>(...choices: readonly T[]) =>
  wordOf('not-a-choice', word => choices.find(one => one === word), choices.join(', '))

export const count = (least: number, most: number) =>
  wordOf(
    'not-a-count',
    word => {
      const number = /^\d{1,15}$/.test(word) ? Number(word) : Number.NaN
      return number >= least && number <= most ? number : undefined
    },
    least,
    most,
  )

const switchWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  1: true,
  false: false,
  no: false,
  off: false,
  0: false,
}
export const switchedBy = () => wordOf('not-a-switch', word => switchWords[word.toLowerCase()])

export const anyWord = () => wordOf('empty-word', word => (word === '' ? undefined : word))

/** `tlsListen` → `tls-listen`. */
export const flagOf = (key: string): string => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
/** `tlsListen` → `MANGRU_TLS_LISTEN`. */
export const variableOf = (key: string): string => `MANGRU_${flagOf(key).replaceAll('-', '_').toUpperCase()}`

export interface Option {
  readonly key: string
  readonly flag: string
  readonly meta: OptionMeta
  readonly schema: z.ZodType<unknown, string | undefined>
  /** The word that stands when nothing is said. */
  readonly default: string | undefined
}

export function optionsOf(schemas: OptionSchemas): readonly Option[] {
  return Object.entries(schemas.shape).map(([key, schema]) => {
    const meta = optionMeta.get(schema)
    if (meta === undefined) throw new Error(`option ${key} has no meta`)
    const fallback = schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined
    return { key, flag: flagOf(key), meta, schema, default: typeof fallback === 'string' ? fallback : undefined }
  })
}

const hideSecrets = (word: string): string => word.replace(/(:\/\/[^:/@]*:)[^@]*@/, '$1…@')
