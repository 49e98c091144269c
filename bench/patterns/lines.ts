/** Lines with their true templates: made from the shapes, or read from a folder of public samples. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Chance, chance } from './chance.ts'
import { readCsv } from './csv.ts'
import { holes } from './holes.ts'
import { logShapes } from './shapes.ts'

export interface Sample {
  readonly name: string
  readonly lines: readonly string[]
  /** By line, with `<*>` for what varies. */
  readonly truth: readonly string[]
}

export function madeSamples(lines: number, seed: number): Sample[] {
  return logShapes.map(({ name, templates }, at) => {
    const next = chance(seed + at)
    const chosen = Array.from({ length: lines }, () => next.often(templates))
    return {
      name,
      lines: chosen.map(template => fill(template, next)),
      truth: chosen.map(template => template.replace(/\{\w+\}/g, '<*>')),
    }
  })
}

function fill(template: string, next: Chance): string {
  return template.replace(/\{(\w+)\}/g, (whole, hole: string) => {
    const value = holes[hole]
    if (value === undefined) throw new Error(`No such hole: ${whole}`)
    return value(next)
  })
}

/** `FOLDER/NAME/NAME_*.log_structured*.csv`, as the public samples are laid out; the corrected truth where there is one. */
export function readSamples(folder: string): Sample[] {
  return readdirSync(folder).flatMap(name => {
    const inside = join(folder, name)
    if (!existsSync(inside)) return []
    const file = readdirSync(inside)
      .filter(entry => /log_structured(_corrected)?\.csv$/.test(entry))
      .sort((a, b) => b.length - a.length)[0]
    if (file === undefined) return []
    const rows = readCsv(readFileSync(join(inside, file), 'utf8'))
    return [{ name, lines: rows.map(row => row.Content ?? ''), truth: rows.map(row => row.EventTemplate ?? '') }]
  })
}
