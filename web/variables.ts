/** What is chosen for the variables of a board, in the address of any page that shows one: `var-node=n-1`. Pure. */
import { type Search, text } from './search.ts'

const prefix = 'var-'

export const isVariable = (name: string): boolean => name.startsWith(prefix)

/** By the id of a variable. */
export const readVariables = (search: Search): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      const chosen = text(value)
      return isVariable(name) && chosen !== undefined ? [[name.slice(prefix.length), chosen]] : []
    }),
  )

export const writeVariables = (values: Readonly<Record<string, string>>): Search =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [prefix + id, value]))
