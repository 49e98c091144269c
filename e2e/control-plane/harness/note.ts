/**
 * Small JSON files by which processes, also those of a later test run, know what was started. Written whole or not at all; one that a machine lost
 * half-written (it went down, or its disk was copied meanwhile) reads as one that is not there.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

export function writeNote(file: string, content: unknown): void {
  const draft = `${file}.${process.pid}.new`
  writeFileSync(draft, JSON.stringify(content), { flush: true })
  renameSync(draft, file)
}

/** Undefined: there is none, or it is damaged. */
export function readNote<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}
