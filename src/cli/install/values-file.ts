/** A file of values, as Helm takes it, with what the command line says laid over it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { type InstallValues, installValues, troubleIn } from '../../act/index.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { Problem } from '../option.ts'

export interface SaidValues {
  readonly values?: string | undefined
  readonly image?: string | undefined
  readonly clusterName?: string | undefined
}

/** `usualName`: what the cluster is called where nobody says. */
export function readValues(said: SaidValues, cwd: string, usualName: string): Result<InstallValues, Problem> {
  const file = said.values ?? '--values'
  let given: unknown = {}
  if (said.values !== undefined) {
    try {
      given = parse(readFileSync(resolve(cwd, said.values), 'utf8')) ?? {}
    } catch (error) {
      const why = (error as Error).message.split('\n')[0] ?? ''
      return err(say => say['values-wrong'](file, why))
    }
  }
  const wrong = (why: string) => err<Problem>(say => say['values-wrong'](file, why))
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return wrong('no map of values')
  const laid = laidOver(given as Readonly<Record<string, unknown>>, said, usualName)
  const read = installValues.safeParse(laid)
  if (!read.success) {
    const { path = [], message = '' } = read.error.issues[0] ?? {}
    return wrong(`${path.map(String).join('.')}: ${message}`)
  }
  const [trouble] = troubleIn(read.data)
  return trouble === undefined ? ok(read.data) : wrong(trouble)
}

function laidOver(given: Readonly<Record<string, unknown>>, { image, clusterName }: SaidValues, usualName: string) {
  // The tag is behind the last colon, unless that stands before a port.
  const [, repository, tag = ''] = /^(.*?)(?::([^:/]+))?$/.exec(image ?? '') ?? []
  return {
    ...given,
    clusterName: clusterName ?? given.clusterName ?? usualName,
    ...(image === undefined ? {} : { image: { ...(given.image as object | undefined), repository, tag } }),
  }
}
