/** What a decider is on the command line: a case as JSON in, a decision as JSON out. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../model/index.ts'

/** `at`: the part of the case that is wrong, `alarm.Threshold`; empty: the whole. */
export interface CaseError {
  readonly message: string
  readonly at: string
}

export interface Decider {
  readonly name: string
  readonly en: string
  readonly ko: string
  /** A case that works. */
  readonly example: unknown
  decide(json: unknown): Result<unknown, CaseError>
}

export const wrong = (at: string, message: string) => err<CaseError>({ message, at })

export function readCase<T>(schema: z.ZodType<T>, json: unknown): Result<T, CaseError> {
  const read = schema.safeParse(json)
  if (read.success) return ok(read.data)
  const [first] = read.error.issues
  return wrong(first?.path.join('.') ?? '', first?.message ?? 'cannot be read')
}

/** Whose alarms and metrics cases are about. */
export const about = { account: '000000000000', region: 'us-east-1' }
export const arnOf = (name: string): string => `arn:aws:cloudwatch:${about.region}:${about.account}:alarm:${name}`
