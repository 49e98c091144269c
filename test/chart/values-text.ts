/** The chart's values as text, out of their schema: `values.yaml` with a comment for each, and the table of docs/install.md. For tests that hold the files to it. */
import { stringify } from 'yaml'
import { z } from 'zod'
import { installValues } from '../../src/act/index.ts'

interface Described {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Described>>
  readonly default?: unknown
}

/** JSON Schema (draft 7, which Helm reads) of what may be given: every value has a default. */
export function valuesSchema(): object {
  const { properties, ...schema } = z.toJSONSchema(installValues, { target: 'draft-7', io: 'input' })
  // Helm hands it to charts that stand within another.
  return { ...schema, title: 'Values of the chart mangru', properties: { ...properties, global: {} } }
}

export function valuesYaml(): string {
  const head = '# Made from src/act/install/values.ts; a test keeps it current. docs/install.md tells how to use it.\n'
  return `${head}\n${partYaml(valuesSchema() as Described, '')}`
}

function partYaml({ properties = {} }: Described, indent: string): string {
  return Object.entries(properties)
    .map(([name, value]) => {
      const words = value.description === undefined ? '' : `${indent}# ${value.description}\n`
      if (name === 'global') return ''
      if (value.properties !== undefined) return `${words}${indent}${name}:\n${partYaml(value, `${indent}  `)}`
      return `${words}${indent}${name}: ${stringify(value.default, { collectionStyle: 'flow' }).trim()}\n`
    })
    .join('')
}

/** A row for each value. */
export function valuesTable(): string {
  const rows = rowsOf(valuesSchema() as Described, '')
  return ['| Value | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

function rowsOf({ properties = {} }: Described, prefix: string): readonly string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    if (name === 'global') return []
    if (value.properties !== undefined) return rowsOf(value, `${prefix}${name}.`)
    const fallback = JSON.stringify(value.default).replaceAll('"', '')
    const meaning = (value.description ?? '').replaceAll('|', '\\|')
    return [`| \`${prefix}${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${meaning} |`]
  })
}
